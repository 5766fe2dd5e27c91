import { expect, test } from 'vitest';
import { dayMs, minuteMs } from '#core/base/time.ts';
import { isMainlandWorkday, lastWorkdayBefore } from '#core/base/workday.ts';
import { dayFiguresOf } from '#core/calls/day-figures.ts';
import { readTimeline } from '#db/queries/client-timeline.ts';
import { todayOverview } from '#workstation/today/overview.ts';
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
  expect(todayOverview(desk).yesterday).toMatchObject({
    day: '2026-11-20',
    dialled: 2,
    reached: 1,
    callbacksDue: 2,
    callbacksKept: 1,
  });
});

test('[CQ32] a text at the agreed time keeps no promise of a call', () => {
  const desk = testDesk();
  const friday = Date.parse('2026-11-20T10:00:00+08:00');
  const clientId = desk.addClient();
  desk.addTask(clientId, { dueAt: friday, status: 'DONE' });
  desk.addContact(clientId, friday, { channel: 'SMS', outcome: 'SENT' });
  expect(todayOverview(desk).yesterday).toMatchObject({ callbacksDue: 1, callbacksKept: 0, dialled: 0 });
});

test('[CQ60] talks an hour count the time at the phone, without lunch', () => {
  const at = (time: string): number => Date.parse(`2026-11-20T${time}:00+08:00`);
  const call = (from: string, to: string, outcome: 'TRANSFER' | 'NO_ANSWER') => ({
    outcome,
    startedAt: at(from),
    endedAt: at(to),
  });
  const morning = [call('09:00', '09:10', 'TRANSFER'), call('09:30', '10:00', 'NO_ANSWER')];
  const afternoon = [call('14:00', '14:30', 'TRANSFER'), call('14:50', '15:00', 'TRANSFER')];
  expect(dayFiguresOf([...afternoon, ...morning])).toEqual({
    dialled: 4,
    reached: 3,
    conversationsPerHour: 1.5,
  });
  expect(dayFiguresOf([])).toEqual({ dialled: 0, reached: 0, conversationsPerHour: null });
  expect(dayFiguresOf([call('09:00', '09:01', 'TRANSFER')]).conversationsPerHour).toBe(4);
});

test('[CQ61] complaints and over-contacts stand beside the counters, and each over-contact in the list', () => {
  const desk = testDesk();
  const friday = Date.parse('2026-11-20T10:00:00+08:00');
  const [one, other] = [desk.addClient(), desk.addClient({ phone: '+8613800000002' })];
  desk.addContact(one, friday);
  const second = desk.addContact(one, friday + 10 * minuteMs);
  desk.addContact(other, friday, { outcome: 'COMPLAINT' });
  const { yesterday, month, groups } = todayOverview(desk);
  expect(yesterday).toMatchObject({ complaints: 1, overContacts: 1 });
  expect(month).toEqual({ contacts: 3, complaints: 1, overContacts: 1 });
  const [over] = groups.filter(({ group }) => group === 'OVER_CONTACTS');
  expect(over?.items).toEqual([
    expect.objectContaining({
      clientId: one,
      over: expect.objectContaining({ code: 'GAP_30MIN', ruleId: 'CP7' }),
    }),
  ]);
  const page = readTimeline(desk.db, one, { before: undefined, limit: 10 });
  const marked = page.entries.filter((entry) => entry.kind === 'CONTACT' && entry.over !== null);
  expect(marked.map(({ id }) => id)).toEqual([second]);
});

test('[CQ32] outside the hours it says when calling begins again', () => {
  const desk = testDesk();
  expect(todayOverview(desk).closedUntil).toBeNull();
  desk.testClock.set(Date.parse('2026-11-27T20:30:00+08:00'));
  expect(todayOverview(desk).closedUntil).toBe(Date.parse('2026-11-30T09:00:00+08:00'));
});
