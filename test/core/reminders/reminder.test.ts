import { describe, expect, test } from 'vitest';
import { hourMs, minuteMs } from '#core/base/time.ts';
import {
  isQuietAt,
  nextLook,
  reminderDue,
  usualReminders,
  type KeptReminder,
  type RemindedTask,
  type ReminderQuestion,
} from '#core/reminders/reminder.ts';

const ten = Date.parse('2026-11-23T10:00:00+08:00');
const evening = Date.parse('2026-11-23T20:30:00+08:00');

function task(taskId: string, dueAt: number, kind: RemindedTask['kind'] = 'CALLBACK'): RemindedTask {
  return { taskId, clientId: `client of ${taskId}`, name: '王晓明', kind, dueAt, text: '' };
}

function ask(
  tasks: RemindedTask[],
  now: number,
  over: Partial<ReminderQuestion> & { said?: Record<string, KeptReminder> } = {},
): ReminderQuestion {
  const { said = {}, ...rest } = over;
  return {
    tasks,
    now,
    kept: new Map(Object.entries(said)),
    settings: usualReminders,
    isBusy: false,
    ...rest,
  };
}

const said = (question: ReminderQuestion): string[] =>
  reminderDue(question)?.tasks.map(({ taskId }) => taskId) ?? [];

describe('[CQ81] what is said', () => {
  test('a callback at its minute, not before', () => {
    const tasks = [task('a', ten)];
    expect(said(ask(tasks, ten - 1))).toEqual([]);
    expect(said(ask(tasks, ten))).toEqual(['a']);
  });

  test('with it what else is due the same minute; a retry is the queue’s business', () => {
    const tasks = [
      task('a', ten),
      task('complaint', ten + 20_000, 'COMPLAINT'),
      task('retry', ten, 'RETRY'),
      task('later', ten + minuteMs, 'COMPLAINT'),
    ];
    expect(said(ask(tasks, ten + 30_000))).toEqual(['a', 'complaint']);
  });

  test('nothing of its own without a callback, and nothing when switched off', () => {
    expect(said(ask([task('complaint', ten, 'COMPLAINT')], ten))).toEqual([]);
    expect(said(ask([task('a', ten)], ten, { settings: { ...usualReminders, isOn: false } }))).toEqual([]);
  });
});

describe('[CQ82] once', () => {
  test('what was said is not said again, until it was put off or moved', () => {
    const once = { dueAt: ten, shownAt: ten, snoozedUntil: null };
    expect(said(ask([task('a', ten)], ten + hourMs, { said: { a: once } }))).toEqual([]);
    const put = { ...once, snoozedUntil: ten + 15 * minuteMs };
    expect(said(ask([task('a', ten)], ten + 14 * minuteMs, { said: { a: put } }))).toEqual([]);
    expect(said(ask([task('a', ten)], ten + 15 * minuteMs, { said: { a: put } }))).toEqual(['a']);
    expect(said(ask([task('a', ten + hourMs)], ten + hourMs, { said: { a: once } }))).toEqual(['a']);
  });

  test('after a sleep everything missed is said in one go, and says that it is late', () => {
    const tasks = [task('a', ten), task('b', ten + hourMs)];
    expect(reminderDue(ask(tasks, ten + 2 * hourMs))).toMatchObject({ isMissed: true, tasks: [{}, {}] });
    expect(reminderDue(ask([task('a', ten)], ten + minuteMs))?.isMissed).toBe(false);
  });
});

describe('[CQ83] quiet', () => {
  test('while the manager talks', () => {
    expect(said(ask([task('a', ten)], ten, { isBusy: true }))).toEqual([]);
  });

  test('in the quiet hours, but for a callback agreed for then', () => {
    const agreed = task('a', evening);
    expect(said(ask([agreed, task('other', evening, 'FOLLOW_UP')], evening))).toEqual(['a']);
    expect(said(ask([task('missed', ten)], evening))).toEqual([]);
    const morning = Date.parse('2026-11-24T09:00:00+08:00');
    expect(nextLook(ask([task('missed', ten)], evening))).toBe(morning);
    expect(said(ask([task('missed', ten)], morning))).toEqual(['missed']);
  });

  test.each([
    ['19:59', false],
    ['20:00', true],
    ['08:59', true],
    ['09:00', false],
  ])('%s over midnight: %s', (time, isQuiet) => {
    expect(isQuietAt(usualReminders, Date.parse(`2026-11-23T${time}:00+08:00`))).toBe(isQuiet);
  });

  test('never where both ends are the same', () => {
    const settings = { ...usualReminders, quietFrom: 0, quietUntil: 0 };
    expect(isQuietAt(settings, ten)).toBe(false);
  });
});
