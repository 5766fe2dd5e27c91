import { z } from 'zod';
import { minuteMs, minuteOfDay, addDays, businessDayOf, startOfDay, type Instant } from '#core/base/time.ts';
import { taskFields } from '#core/calls/contact.ts';
import { idField, instantField } from '#core/sync/fields.ts';

/** How this device reminds. */
export const reminderSettings = z.object({
  isOn: z.boolean(),
  hasSound: z.boolean(),
  /** May a desktop notification name the client? It can be read on a locked screen. */
  showsName: z.boolean(),
  /** Quiet from this minute of the Shanghai day until that one; equal = never quiet. */
  quietFrom: z.int().min(0).max(1439),
  quietUntil: z.int().min(0).max(1439),
});
export type ReminderSettings = z.infer<typeof reminderSettings>;

/** On, with a sound, nameless, quiet outside the hours in which marketing may call. */
export const usualReminders: ReminderSettings = {
  isOn: true,
  hasSound: true,
  showsName: false,
  quietFrom: 20 * 60,
  quietUntil: 9 * 60,
};

/** How long a reminder may be put off, in minutes. */
export const snoozes = [5, 15, 60] as const;

const remindedTask = z.object({
  taskId: idField,
  clientId: idField,
  name: z.string(),
  kind: taskFields.shape.kind,
  dueAt: instantField,
  text: z.string(),
});
export type RemindedTask = z.infer<typeof remindedTask>;

/** What is said in one go: callbacks that are due and what is due the same minute. */
export const reminder = z.object({
  tasks: z.array(remindedTask),
  /** It is late: the machine slept, was locked, or the manager was on the telephone. */
  isMissed: z.boolean(),
});
export type Reminder = z.infer<typeof reminder>;

/** What this device remembers of a task it reminded of. */
export const keptReminder = z.object({
  /** The time it was reminded for: a task that moved is reminded of anew. */
  dueAt: instantField,
  shownAt: instantField,
  snoozedUntil: instantField.nullable(),
});
export type KeptReminder = z.infer<typeof keptReminder>;

export interface ReminderQuestion {
  /** The manager's open tasks, those not due yet too. */
  readonly tasks: readonly RemindedTask[];
  readonly kept: ReadonlyMap<string, KeptReminder>;
  readonly now: Instant;
  readonly settings: ReminderSettings;
  /** The manager is talking: nothing is said until that is over. */
  readonly isBusy: boolean;
}

/** The promise is kept within this much of the agreed time (CQ32); later than that an hour is no agreed hour any more. */
const promiseMs = 15 * minuteMs;
/** A reminder this late was missed. */
const lateMs = 2 * minuteMs;

/** Returns what is to be said now, or null (issue: notifications). */
export function reminderDue(question: ReminderQuestion): Reminder | null {
  const { tasks, now, settings, isBusy } = question;
  if (!settings.isOn || isBusy) return null;
  const isQuiet = isQuietAt(settings, now);
  const callbacks = tasks.filter((task) => {
    const at = wakeAt(question, task);
    return at !== null && at <= now && (!isQuiet || now - at <= promiseMs);
  });
  if (callbacks.length === 0) return null;
  const minutes = new Set(callbacks.map(({ dueAt }) => minuteOf(dueAt)));
  const company = isQuiet ? [] : tasks.filter((task) => isCompany(question, task, minutes));
  const isMissed = callbacks.some((task) => now - (wakeAt(question, task) ?? now) > lateMs);
  return { tasks: [...callbacks, ...company], isMissed };
}

/** When a callback is to be said: at its minute, or when it was put off to; null once it was said. */
function wakeAt({ kept }: ReminderQuestion, { taskId, kind, dueAt }: RemindedTask): Instant | null {
  if (kind !== 'CALLBACK') return null;
  const known = kept.get(taskId);
  return known?.dueAt === dueAt ? known.snoozedUntil : dueAt;
}

/** Other things due the same minute are said along; a retry is the queue's own business. */
function isCompany(
  { kept, now }: ReminderQuestion,
  { taskId, kind, dueAt }: RemindedTask,
  minutes: ReadonlySet<number>,
): boolean {
  if (kind === 'CALLBACK' || kind === 'RETRY' || dueAt > now) return false;
  return minutes.has(minuteOf(dueAt)) && kept.get(taskId)?.dueAt !== dueAt;
}

/** True in the hours in which only an agreed callback may speak up; they may run over midnight. */
export function isQuietAt({ quietFrom, quietUntil }: ReminderSettings, now: Instant): boolean {
  const minute = minuteOfDay(now);
  if (quietFrom <= quietUntil) return minute >= quietFrom && minute < quietUntil;
  return minute >= quietFrom || minute < quietUntil;
}

/** Returns when to look again at the latest: the next callback's time, or the end of the quiet hours. */
export function nextLook(question: ReminderQuestion): Instant | null {
  const { tasks, now, settings } = question;
  const coming = tasks.map((task) => wakeAt(question, task)).filter((at) => at !== null && at > now);
  const ends = isQuietAt(settings, now) ? [quietEnd(settings, now)] : [];
  const all = [...coming, ...ends] as Instant[];
  return all.length === 0 ? null : Math.min(...all);
}

function quietEnd({ quietUntil }: ReminderSettings, now: Instant): Instant {
  const today = startOfDay(businessDayOf(now)) + quietUntil * minuteMs;
  return today > now ? today : startOfDay(addDays(businessDayOf(now), 1)) + quietUntil * minuteMs;
}

function minuteOf(at: Instant): number {
  return Math.floor(at / minuteMs);
}
