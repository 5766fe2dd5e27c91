import { expect, test } from 'vitest';
import { hourMs, minuteMs } from '#core/base/time.ts';
import { sql } from '#db/handles.ts';
import { openAt } from '#db/queries/reminders.ts';
import { setBusy, snoozeReminder, startReminders, takeReminder } from '#workstation/reminders/reminders.ts';
import { commit } from '#workstation/station.ts';
import { manualTimers } from '#test/support/manual-timers.ts';
import { testDesk, type Desk } from '#test/workstation/calls/desk.ts';

/** A desk with a callback agreed in ten minutes, and how often its windows were called. */
async function withCallback() {
  const desk = testDesk();
  const clientId = desk.addClient();
  const taskId = desk.addTask(clientId, { dueAt: desk.clock() + 10 * minuteMs });
  const calls: number[] = [];
  desk.live.subscribe('signal', (signal) => {
    if (signal.kind === 'reminder') calls.push(desk.clock());
  });
  return { desk, clientId, taskId, calls };
}

const keptRows = ({ db }: Desk) =>
  sql<{ key: string }>(db, "SELECT key FROM local_setting WHERE key LIKE 'reminders.kept:%'").all().length;

test('[CQ81] the windows are called at the agreed minute', async () => {
  const { desk, calls } = await withCallback();
  const timers = manualTimers();
  const end = startReminders(desk, timers);
  timers.fire();
  expect(calls).toEqual([]);
  desk.testClock.advance(10 * minuteMs - 5000);
  timers.fire();
  expect(timers.pending()).toEqual([5000]);
  desk.testClock.advance(5000);
  timers.fire();
  expect(calls).toEqual([desk.clock()]);
  end();
  expect(timers.pending()).toEqual([]);
});

test('[CQ82] of two windows one says it; a restart does not say it again', async () => {
  const { desk, taskId } = await withCallback();
  desk.testClock.advance(10 * minuteMs);
  expect(takeReminder(desk)?.tasks).toMatchObject([{ taskId, name: '王晓明' }]);
  expect(takeReminder(desk)).toBeNull();
  expect(keptRows(desk)).toBe(1);
});

test('[CQ82] put off is put off on disk, and said once more', async () => {
  const { desk, taskId } = await withCallback();
  desk.testClock.advance(10 * minuteMs);
  takeReminder(desk);
  snoozeReminder(desk, { taskIds: [taskId], minutes: 5 });
  expect(takeReminder(desk)).toBeNull();
  desk.testClock.advance(5 * minuteMs);
  expect(takeReminder(desk)?.tasks).toHaveLength(1);
  expect(takeReminder(desk)).toBeNull();
});

test('[CQ82] a clock that jumps over the time says it once', async () => {
  const { desk, calls } = await withCallback();
  const timers = manualTimers();
  startReminders(desk, timers);
  timers.fire();
  desk.testClock.advance(3 * hourMs);
  timers.fire();
  expect(calls).toHaveLength(1);
  expect(takeReminder(desk)?.isMissed).toBe(true);
  timers.fire();
  expect(calls).toHaveLength(1);
});

test('[CQ83] nothing is said while a window talks, and at once when it has ended', async () => {
  const { desk, calls } = await withCallback();
  setBusy(desk, { window: 'one', isBusy: true });
  desk.testClock.advance(10 * minuteMs);
  setBusy(desk, { window: 'one', isBusy: true });
  expect(takeReminder(desk)).toBeNull();
  setBusy(desk, { window: 'one', isBusy: false });
  expect(calls).toHaveLength(1);
  expect(takeReminder(desk)).not.toBeNull();
});

test('[CQ83] a window that died while talking does not keep silence for ever', async () => {
  const { desk } = await withCallback();
  desk.testClock.advance(10 * minuteMs);
  setBusy(desk, { window: 'one', isBusy: true });
  expect(takeReminder(desk)).toBeNull();
  desk.testClock.advance(2 * minuteMs + 1);
  expect(takeReminder(desk)).not.toBeNull();
});

test('[CQ81] only one’s own promises to one’s own clients; what is done is forgotten', async () => {
  const { desk, taskId, clientId } = await withCallback();
  desk.addTask(clientId, { managerId: 'colleague' });
  desk.testClock.advance(10 * minuteMs);
  expect(takeReminder(desk)?.tasks.map((one) => one.taskId)).toEqual([taskId]);
  const done = { status: 'DONE', closedAt: desk.clock() } as const;
  commit(desk, 'test.done', [{ op: 'patch', entity: 'task', id: taskId, patch: done }]);
  desk.addTask(clientId, { dueAt: desk.clock() });
  expect(takeReminder(desk)?.tasks).toHaveLength(1);
  expect(keptRows(desk)).toBe(1);
});

test('[CQ91] what was said stands no longer once it is done, called off or moved', async () => {
  const { desk, taskId, clientId } = await withCallback();
  const others = [1, 2, 3].map((minutes) =>
    desk.addTask(clientId, { dueAt: desk.clock() + minutes * minuteMs }),
  );
  const said = [taskId, ...others].map((id) => {
    const { dueAt = 0 } = desk.tasks(clientId).find((task) => task.id === id) ?? {};
    return { taskId: id, dueAt };
  });
  expect(openAt(desk.db, said).toSorted()).toEqual([taskId, ...others].toSorted());
  const [done = '', off = '', moved = ''] = others;
  const closedAt = desk.clock();
  commit(desk, 'test.answered', [
    { op: 'patch', entity: 'task', id: done, patch: { status: 'DONE', closedAt } },
    { op: 'patch', entity: 'task', id: off, patch: { status: 'CANCELLED', closedAt } },
    { op: 'patch', entity: 'task', id: moved, patch: { dueAt: desk.clock() + hourMs } },
  ]);
  expect(openAt(desk.db, said)).toEqual([taskId]);
  expect(openAt(desk.db, [])).toEqual([]);
});
