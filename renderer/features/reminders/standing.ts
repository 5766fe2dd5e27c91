import { useQuery, skipToken } from '@tanstack/react-query';
import { useMemo, useSyncExternalStore } from 'react';
import type { RemindedTask, Reminder, snoozes } from '#core/reminders/reminder.ts';
import { api, client } from '#renderer/lib/api.ts';

/** What this window said and nobody answered yet; it outlives the page on which it came up. */
export interface StandingReminder extends RemindedTask {
  /** It was late when it came up. */
  readonly isMissed: boolean;
}

let standing: readonly StandingReminder[] = [];
const listeners = new Set<() => void>();

function put(next: readonly StandingReminder[]): void {
  standing = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Takes up what was just said; a task that is said again stands once. */
export function stand({ tasks, isMissed }: Reminder): void {
  const ids = new Set(tasks.map(({ taskId }) => taskId));
  const others = standing.filter(({ taskId }) => !ids.has(taskId));
  put([...others, ...tasks.map((task) => ({ ...task, isMissed }))]);
}

/** Takes reminders off the screen: they were read, or put off. */
export function dismiss(tasks: readonly StandingReminder[]): void {
  put(standing.filter((one) => !tasks.includes(one)));
}

/** Puts reminders off by minutes; they come up again then, also after a restart. */
export function snooze(tasks: readonly StandingReminder[], minutes: (typeof snoozes)[number]): void {
  dismiss(tasks);
  const taskIds = tasks.map(({ taskId }) => taskId);
  void client.reminders.snooze({ taskIds, minutes }).catch(() => put([...standing, ...tasks]));
}

/**
 * Returns what stands, the earliest first: neither what was done, called off or moved meanwhile, nor what is due with
 * the client on screen, whose card says it itself.
 */
export function useStanding(onScreenId: string | null): readonly StandingReminder[] {
  const all = useSyncExternalStore(subscribe, () => standing);
  const asked = useMemo(() => all.map(({ taskId, dueAt }) => ({ taskId, dueAt })), [all]);
  const { data: open } = useQuery(
    api.reminders.standing.queryOptions({ input: asked.length > 0 ? { tasks: asked } : skipToken }),
  );
  return all
    .filter(({ taskId, clientId }) => clientId !== onScreenId && (open?.includes(taskId) ?? true))
    .toSorted((a, b) => a.dueAt - b.dueAt);
}
