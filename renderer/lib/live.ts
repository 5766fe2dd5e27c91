import type { LiveSignal } from '#core/api/live.ts';
import type { Reminder } from '#core/reminders/reminder.ts';
import type { SyncStatus } from '#core/api/sync.ts';
import { api, client, queryClient, transport } from '#renderer/lib/api.ts';

const settleMs = 40;
const pauseMs = 1000;
let isRefreshDue = false;
let restUntil = 0;

/** Follows the workstation's signals for as long as the page lives and keeps every query fresh. */
export function followSignals(): void {
  transport.onConnection((isConnected) => {
    if (isConnected) void queryClient.invalidateQueries();
  });
  void follow();
}

const reminderListeners = new Set<(reminder: Reminder | null) => void>();

/** Hears of reminders: null = whoever takes it says it. Returns the unsubscriber. */
export function onReminder(listener: (reminder: Reminder | null) => void): () => void {
  reminderListeners.add(listener);
  return () => reminderListeners.delete(listener);
}

async function follow(): Promise<never> {
  for (;;) {
    try {
      for await (const signal of await client.live.signals()) handle(signal);
    } catch {
      // The connection broke; the transport reconnects and the loop subscribes again.
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

function handle(signal: LiveSignal): void {
  if (signal.kind === 'reminder') for (const listener of reminderListeners) listener(signal.reminder);
  else if (signal.kind === 'sync') takeSyncStatus(signal.status);
  else if (signal.kind === 'session') {
    queryClient.setQueryData(api.session.status.queryKey(), signal.status);
    if (signal.status.state === 'open') refreshSoon();
    else queryClient.removeQueries({ predicate: ({ queryKey }) => !isAlwaysOn(queryKey) });
  } else if (signal.kind === 'import') void queryClient.invalidateQueries({ queryKey: api.imports.key() });
  else if (signal.kind === 'venue') void queryClient.invalidateQueries({ queryKey: api.venue.status.key() });
  else refreshSoon();
}

/** The signal carries counts only: when they move, what became of each change is read again. */
function takeSyncStatus(status: SyncStatus): void {
  const before = queryClient.getQueryData<SyncStatus>(api.sync.status.queryKey());
  queryClient.setQueryData(api.sync.status.queryKey(), status);
  if (countsOf(before) === countsOf(status)) return;
  void queryClient.invalidateQueries({
    queryKey: api.sync.key(),
    predicate: ({ queryKey }) => isOfThisStore(queryKey),
  });
}

function countsOf(status: SyncStatus | undefined): string {
  return status ? `${status.pending} ${status.held} ${status.refused}` : '';
}

/**
 * Coalesces bursts: one refresh of the queries on screen for many changed rows, and after each a pause (at most a second) three times as
 * long as it took, so that a stream of changes never keeps the workstation busy with answering the screen alone.
 */
function refreshSoon(): void {
  if (isRefreshDue) return;
  isRefreshDue = true;
  setTimeout(() => void refresh(), Math.max(settleMs, restUntil - performance.now()));
}

async function refresh(): Promise<void> {
  isRefreshDue = false;
  const startedAt = performance.now();
  await queryClient.invalidateQueries({ predicate: ({ queryKey }) => isOfThisStore(queryKey) });
  const endedAt = performance.now();
  restUntil = endedAt + Math.min(pauseMs, 3 * (endedAt - startedAt));
}

/** True for what the workstation answers from its store; the devices are asked of the centre, and not by every signal. */
function isOfThisStore(queryKey: readonly unknown[]): boolean {
  const [path] = queryKey as [readonly string[]];
  return !isAlwaysOn(queryKey) && !(path[0] === 'sync' && path[1] === 'devices');
}

function isAlwaysOn(queryKey: readonly unknown[]): boolean {
  const [path] = queryKey as [readonly string[]];
  return path[0] === 'session' || (path[0] === 'sync' && path[1] === 'status');
}
