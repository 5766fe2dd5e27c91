import { expect, test } from 'vitest';
import { dayMs, minuteMs } from '#core/base/time.ts';
import { isMainlandWorkday } from '#core/base/workday.ts';
import { lastWorkdayBefore, todayOverview } from '#workstation/today/overview.ts';
import { testDesk } from '#test/workstation/calls/desk.ts';

test('[CQ31] what needs the manager stands in order; what does not is left out', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  desk.addTask(clientId, { kind: 'COMPLAINT' });
  desk.addTask(clientId, { kind: 'CALLBACK', dueAt: desk.clock() + 60 * minuteMs });
  desk.addTask(clientId, { kind: 'OTHER', dueAt: desk.clock() - dayMs });
  desk.addTask(clientId, { kind: 'CALLBACK', dueAt: desk.clock() + dayMs });
  const { groups } = todayOverview(desk);
  expect(groups.map(({ group, count }) => [group, count])).toEqual([
    ['CALLBACKS', 1],
    ['COMPLAINTS', 1],
    ['TO_DO', 1],
  ]);
});

test('[CQ32] "yesterday" is the last working day, over weekends and public holidays', () => {
  expect(lastWorkdayBefore('2026-11-23', isMainlandWorkday)).toBe('2026-11-20');
  expect(lastWorkdayBefore('2026-10-08', isMainlandWorkday)).toBe('2026-09-30');
  expect(lastWorkdayBefore('2026-10-11', isMainlandWorkday)).toBe('2026-10-10');
});

test('[CQ32] yesterday counts dials, people reached, and callbacks kept within fifteen minutes', () => {
  const desk = testDesk();
  const friday = Date.parse('2026-11-20T10:00:00+08:00');
  const [kept, late] = [desk.addClient(), desk.addClient({ phone: '+8613800000002' })];
  desk.addTask(kept, { dueAt: friday, status: 'DONE' });
  desk.addTask(late, { dueAt: friday, status: 'DONE' });
  desk.addContact(kept, friday + 15 * minuteMs);
  desk.addContact(late, friday + 16 * minuteMs, { outcome: 'NO_ANSWER' });
  expect(todayOverview(desk).yesterday).toEqual({
    day: '2026-11-20',
    dialled: 2,
    reached: 1,
    callbacksDue: 2,
    callbacksKept: 1,
  });
});

test('[CQ32] outside the hours it says when calling begins again', () => {
  const desk = testDesk();
  expect(todayOverview(desk).closedUntil).toBeNull();
  desk.testClock.set(Date.parse('2026-11-27T20:30:00+08:00'));
  expect(todayOverview(desk).closedUntil).toBe(Date.parse('2026-11-30T09:00:00+08:00'));
});
