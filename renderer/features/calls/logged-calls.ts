import { ORPCError } from '@orpc/client';
import { uuidv7 } from 'uuidv7';
import type { CallCard, LineRecord, UndoableCall } from '#core/api/calls.ts';
import type { Outcome, TaskFields } from '#core/calls/contact.ts';
import { api, client, queryClient } from '#renderer/lib/api.ts';

/** One call logged on this screen. `saved` is only said once the workstation has it on disk. */
export interface LoggedCall {
  readonly contactId: string;
  readonly clientId: string;
  readonly name: string;
  readonly outcome: Outcome;
  readonly note: string;
  /** The client had left this workstation; the outcome is kept and goes up. */
  readonly isGone: boolean;
  readonly state: 'saving' | 'saved' | 'undone' | 'failed';
  readonly tasks: readonly { readonly kind: TaskFields['kind']; readonly dueAt: number }[];
  /** The workstation's time until which it can be taken back. */
  readonly undoUntil: number;
  /** When this window heard that it is on disk, by its own clock; null before. */
  readonly savedAt: number | null;
  /** Why it was not saved. */
  readonly errorCode: string | null;
}

/** What is said of a call when it is logged. */
export interface Outgoing {
  readonly outcome: Outcome;
  readonly note: string;
  readonly followUpAt: number | null;
  readonly startedAt: number;
  /** Where the number was dialled from here: the contact it was dialled under, and what the line did. */
  readonly contactId?: string;
  readonly line?: LineRecord;
}

const againMs = 500;

/** What was logged in this window: it outlives a look at another page, so that nothing that failed is forgotten. */
let logged: readonly LoggedCall[] = [];
const running = new Map<string, Promise<boolean>>();
const listeners = new Set<() => void>();

function put(next: readonly LoggedCall[]): void {
  logged = next;
  askBeforeLeaving(next.some(({ state }) => state === 'saving'));
  for (const listener of listeners) listener();
}

/**
 * A press that no workstation has answered yet lives in this page only: a browser asks before it closes it. The desktop's
 * window closes without a question: what it had posted is committed before its workstation ends.
 */
function askBeforeLeaving(isNeeded: boolean): void {
  if ('zhikeDesktop' in globalThis) return;
  if (isNeeded) addEventListener('beforeunload', hold);
  else removeEventListener('beforeunload', hold);
}

function hold(event: Event): void {
  event.preventDefault();
}

/** Hears whenever something became of a call; returns the unsubscriber. */
export const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Returns the calls logged in this window, oldest first. */
export const loggedCalls = (): readonly LoggedCall[] => logged;

/** Forgets a call that was dealt with. */
export const dismiss = (contactId: string): void => put(logged.filter((one) => one.contactId !== contactId));

const change = (contactId: string, changed: Partial<LoggedCall>): void =>
  put(logged.map((one) => (one.contactId === contactId ? { ...one, ...changed } : one)));

/** Takes up the call that a window before this one logged and that may still be taken back. */
export function takeUp(call: UndoableCall): void {
  if (logged.length > 0) return;
  put([{ ...call, note: '', isGone: false, state: 'saved', savedAt: null, errorCode: null }]);
}

/** Was a client called here, and a queue asked for at that time (the window's clock) cannot know it yet? */
export function isCalled(all: readonly LoggedCall[], clientId: string, askedAt: number): boolean {
  return all.some((one) => one.clientId === clientId && isNewerThan(one, askedAt));
}

function isNewerThan({ state, savedAt }: LoggedCall, askedAt: number): boolean {
  return state === 'saving' || (state === 'saved' && savedAt !== null && savedAt >= askedAt);
}

/** Logs a call under a name of its own: shown at once, said to be saved once it is on disk. Answers whether it is. */
export function log(card: CallCard, call: Outgoing): Promise<boolean> {
  const contactId = call.contactId ?? uuidv7();
  const { clientId, name } = card;
  const entry: LoggedCall = {
    contactId,
    clientId,
    name,
    outcome: call.outcome,
    note: call.note,
    isGone: false,
    state: 'saving',
    savedAt: null,
    tasks: [],
    undoUntil: Infinity,
    errorCode: null,
  };
  // What failed stays until somebody has dealt with it.
  const kept = logged.filter(({ state }, index) => state === 'failed' || index >= logged.length - 20);
  put([...kept.filter(({ state }) => state !== 'undone'), entry]);
  const saving = send(contactId, card, call);
  running.set(contactId, saving);
  return saving;
}

async function send(contactId: string, card: CallCard, call: Outgoing): Promise<boolean> {
  const { clientId, reason, taskId } = card;
  for (;;) {
    try {
      const answer = await client.calls.log({ clientId, reason, taskId, ...call, contactId });
      const { tasks, undoUntil, isGone, counters } = answer;
      queryClient.setQueryData(api.calls.counters.queryKey(), counters);
      change(contactId, { state: 'saved', savedAt: Date.now(), tasks, undoUntil, isGone });
      running.delete(contactId);
      return true;
    } catch (error) {
      if (!isUnanswered(error)) {
        change(contactId, { state: 'failed', errorCode: codeOf(error) });
        running.delete(contactId);
        return false;
      }
      await new Promise((resolve) => setTimeout(resolve, againMs));
    }
  }
}

/**
 * The workstation went away before it answered, or is locked since: whether the call is on disk nobody knows, and
 * offering it again under its own name is safe, for the same name is the same call.
 */
function isUnanswered(error: unknown): boolean {
  return !(error instanceof ORPCError) || error.code === 'LOCKED';
}

/** Takes a call back, once it is on disk; answers it, or null when it was too late. */
export async function undo(last: LoggedCall | null): Promise<LoggedCall | null> {
  if (!last || last.state === 'undone') return null;
  await running.get(last.contactId);
  try {
    await client.calls.undo({ contactId: last.contactId });
  } catch (error) {
    change(last.contactId, { undoUntil: 0, errorCode: codeOf(error) });
    return null;
  }
  change(last.contactId, { state: 'undone' });
  return last;
}

/** Gives the step of a call another date, once the call is on disk. */
export async function reschedule(last: LoggedCall | null, followUpAt: number): Promise<void> {
  if (!last) return;
  await running.get(last.contactId);
  try {
    const tasks = await client.calls.reschedule({ contactId: last.contactId, followUpAt });
    change(last.contactId, { tasks });
  } catch (error) {
    change(last.contactId, { errorCode: codeOf(error) });
  }
}

function codeOf(error: unknown): string {
  return (error as { code?: string } | undefined)?.code ?? 'UNKNOWN';
}
