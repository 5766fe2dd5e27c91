import { dayMs, minuteMs, type Instant } from '#core/base/time.ts';
import {
  nextLook,
  reminderDue,
  type KeptReminder,
  type Reminder,
  type ReminderQuestion,
} from '#core/reminders/reminder.ts';
import { keepReminders } from '#db/changes/reminders.ts';
import { keptReminders, readReminderSettings, tasksToRemind } from '#db/queries/reminders.ts';
import { storeFailureOf } from '#db/store-failure.ts';
import type { Station } from '#workstation/station.ts';
import type { Timers } from '#workstation/sync/pace.ts';

/** A machine that slept, or whose clock was set, is caught up with at the next look. */
const longestWaitMs = 20_000;
/** A window that has died is believed to be talking no longer than this. */
const busyMs = 2 * minuteMs;

/** The machine's own timers; they hold no program open. */
const systemTimers: Timers = {
  set: (work, delayMs) => setTimeout(work, delayMs).unref(),
  clear: (timer) => clearTimeout(timer as NodeJS.Timeout),
};

/** Which windows say their manager is talking, and until when each is believed. */
const busyWindows = new WeakMap<Station['db'], Map<string, Instant>>();

/**
 * Looks at the clock as often as needed and calls the windows when there is something to say; whoever takes it first
 * says it. Returns the function that ends it.
 */
export function startReminders(station: Station, timers: Timers = systemTimers): () => void {
  let timer: unknown;
  let isOver = false;
  const look = (): void => {
    if (isOver) return;
    timer = timers.set(look, waitAfter(station));
  };
  timer = timers.set(look, 0);
  return () => {
    isOver = true;
    timers.clear(timer);
  };
}

/** Takes what is to be said now: it is on disk as said before anybody says it. */
export function takeReminder(station: Station): Reminder | null {
  const question = ask(station);
  const due = reminderDue(question);
  if (!due) return null;
  const shownAt = station.clock();
  const kept = due.tasks.map(({ taskId, dueAt }): [string, KeptReminder] => [
    taskId,
    { dueAt, shownAt, snoozedUntil: null },
  ]);
  keepReminders(station.db, new Map(kept));
  return due;
}

/** Puts callbacks off by minutes; what else came along is not said again. */
export function snoozeReminder(
  station: Station,
  { taskIds, minutes }: { readonly taskIds: readonly string[]; readonly minutes: number },
): void {
  const known = keptReminders(station.db);
  const snoozedUntil = station.clock() + minutes * minuteMs;
  const kept = taskIds.flatMap((taskId): [string, KeptReminder][] => {
    const before = known.get(taskId);
    return before ? [[taskId, { ...before, snoozedUntil }]] : [];
  });
  keepReminders(station.db, new Map(kept));
}

/** A window says whether its manager is talking; when the last one has ended, what was held back is looked at. */
export function setBusy(station: Station, { window, isBusy }: { window: string; isBusy: boolean }): void {
  const windows = busyWindows.get(station.db) ?? new Map<string, Instant>();
  busyWindows.set(station.db, windows);
  if (isBusy) windows.set(window, station.clock() + busyMs);
  else if (windows.delete(window)) callWindows(station);
}

function waitAfter(station: Station): number {
  try {
    callWindows(station);
    const next = nextLook(ask(station));
    if (next === null) return longestWaitMs;
    return Math.min(longestWaitMs, Math.max(250, next - station.clock()));
  } catch (error) {
    // A disk that refuses now is asked again later.
    if (storeFailureOf(error) === null) throw error;
    return longestWaitMs;
  }
}

function callWindows(station: Station): void {
  if (reminderDue(ask(station))) station.live.publish('signal', { kind: 'reminder', reminder: null });
}

function ask(station: Station): ReminderQuestion {
  const { db, me } = station;
  const now = station.clock();
  return {
    tasks: tasksToRemind(db, me.managerId, now + dayMs),
    kept: keptReminders(db),
    now,
    settings: readReminderSettings(db),
    isBusy: [...(busyWindows.get(db)?.values() ?? [])].some((until) => until > now && until <= now + busyMs),
  };
}
