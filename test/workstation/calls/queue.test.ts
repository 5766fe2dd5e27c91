import { expect, test } from 'vitest';
import { addDays, businessDayOf, dayMs, hourMs, startOfDay } from '#core/base/time.ts';
import type { QueueItem } from '#core/api/calls.ts';
import { buildCard } from '#workstation/calls/card.ts';
import { buildQueue, findCandidate } from '#workstation/calls/queue.ts';
import { skipClient } from '#workstation/calls/skip.ts';
import { fromCentre, testDesk, type Desk } from '#test/workstation/calls/desk.ts';

const reasonsOf = (desk: Desk, limit = 8): [string, string][] =>
  buildQueue(desk, limit).items.map(({ clientId, reason }) => [clientId, reason]);

test('[CQ1] clients come in the order of their reasons, each once under the best', () => {
  const desk = testDesk();
  const { today, fresh, birthday, golden, maturing, complaining, promised } = bookOf(desk);
  expect(today).toBe('2026-11-23');
  expect(reasonsOf(desk)).toEqual([
    [promised, 'CALLBACK_DUE'],
    [complaining, 'COMPLAINT'],
    [maturing, 'MATURITY'],
    [golden, 'GOLDEN_WINDOW'],
    [birthday, 'BIRTHDAY'],
    [fresh, 'FRESH'],
  ]);
});

test('[CQ1] the long tail is called longest ago first, never called before that', () => {
  const desk = testDesk();
  const [old, older, never] = [1, 2, 3].map((n) => desk.addClient({ phone: `+861380000000${n}` }));
  if (!old || !older || !never) throw new Error('no clients');
  desk.addContact(old, desk.clock() - 100 * dayMs);
  desk.addContact(older, desk.clock() - 200 * dayMs);
  expect(reasonsOf(desk).map(([clientId]) => clientId)).toEqual([never, older, old]);
});

test('[CQ23] a reason answered by a call does not come back before its quiet days are over', () => {
  const desk = testDesk();
  const { maturing } = bookOf(desk);
  const [item] = buildQueue(desk, 8).items.filter(({ clientId }) => clientId === maturing);
  expect(item?.reason).toBe('MATURITY');
  desk.press(maturing, 'TRANSFER', { reason: 'MATURITY' });
  desk.testClock.advance(hourMs);
  expect(findCandidate(desk, maturing)?.reason).not.toBe('MATURITY');
});

test('[CQ23] an unanswered maturity call comes back as the same reason when its hour has come', () => {
  const desk = testDesk();
  const { maturing } = bookOf(desk);
  desk.press(maturing, 'NO_ANSWER', { reason: 'MATURITY' });
  desk.testClock.advance(2 * hourMs);
  expect(reasonsOf(desk).find(([clientId]) => clientId === maturing)).toBeUndefined();
  desk.testClock.set(Date.parse('2026-11-23T14:00:00+08:00'));
  const item = buildQueue(desk, 8).items.find(({ clientId }) => clientId === maturing);
  expect(item).toMatchObject({ reason: 'MATURITY', taskKind: 'RETRY', verdict: { allowed: true } });
});

test('[CQ24] a step agreed for later keeps marketing away, not service', () => {
  const desk = testDesk();
  const { golden, maturing } = bookOf(desk);
  desk.addTask(golden, { kind: 'FOLLOW_UP', dueAt: desk.clock() + dayMs });
  desk.addTask(maturing, { kind: 'FOLLOW_UP', dueAt: desk.clock() + dayMs });
  const queued = reasonsOf(desk).map(([clientId]) => clientId);
  expect(queued).not.toContain(golden);
  expect(queued).toContain(maturing);
});

test("[CQ25] a callback is its manager's only, and so is the queue", () => {
  const desk = testDesk();
  const mine = desk.addClient();
  desk.addTask(mine, { managerId: 'somebody-else' });
  const theirs = desk.addClient({ ownerManagerId: 'somebody-else', phone: '+8613800000002' });
  expect(reasonsOf(desk)).toEqual([[mine, 'FRESH']]);
  expect(reasonsOf(desk).map(([clientId]) => clientId)).not.toContain(theirs);
});

test('[CQ26] who may not be called stands behind those who may, with the reason and the time', () => {
  const desk = testDesk();
  const frozen = desk.addClient();
  desk.addTask(frozen, { kind: 'FOLLOW_UP' });
  desk.addTask(frozen, { kind: 'COMPLAINT', dueAt: desk.clock() + 40 * hourMs });
  const free = desk.addClient({ phone: '+8613800000002' });
  const { items } = buildQueue(desk, 8);
  expect(items.map(({ clientId }) => clientId)).toEqual([free, frozen]);
  expect(items[1]?.verdict).toMatchObject({ allowed: false, code: 'COMPLAINT_FREEZE' });
});

test('[CQ26] on a Sunday the desk is not empty: it says when the clients may be called', () => {
  const desk = testDesk();
  bookOf(desk);
  desk.testClock.set(Date.parse('2026-11-29T10:00:00+08:00'));
  const { items } = buildQueue(desk, 8);
  const waiting: QueueItem[] = items.filter(({ verdict }) => !verdict.allowed);
  expect(waiting.length).toBeGreaterThan(0);
  for (const { verdict } of waiting) {
    expect(verdict).toMatchObject({ code: 'HOLIDAY_BLOCK', until: Date.parse('2026-11-30T09:00:00+08:00') });
  }
});

test('[CQ27] a skipped client waits on this workstation as long as the reason says', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  expect(skipClient(desk, clientId, 'LATER_TODAY')).toBe(desk.clock() + 2 * hourMs);
  expect(reasonsOf(desk)).toEqual([]);
  desk.testClock.advance(2 * hourMs + 1);
  desk.testClock.set(Date.parse('2026-11-23T14:00:00+08:00'));
  expect(reasonsOf(desk)).toEqual([[clientId, 'FRESH']]);
});

test("[CQ28] a card fills its script with the client's facts and leaves out a line whose fact is missing", () => {
  const desk = testDesk();
  const { maturing, fresh } = bookOf(desk);
  const card = buildCard(desk, maturing, findCandidate(desk, maturing));
  expect(card?.script.texts['zh-CN'].lines[0]?.text).toContain('将于2026-11-26到期，本金120,000元');
  expect(card?.script.texts['zh-CN'].leftOut).toEqual([]);
  expect(card?.facts[0]).toMatchObject({ kind: 'MATURITY', day: '2026-11-26', amountFen: 12_000_000 });
  const promised = desk.addTask(fresh, { kind: 'CALLBACK' });
  const callback = buildCard(desk, fresh, findCandidate(desk, fresh));
  expect(callback).toMatchObject({ reason: 'CALLBACK_DUE', taskId: promised });
  expect(callback?.script.texts['zh-CN'].lines.map(({ text }) => text).join()).not.toContain('上次');
  expect(callback?.script.texts['zh-CN'].leftOut).toEqual([{ missing: ['lastNote'], banned: [] }]);
});

test('[CQ28] the phone on a card is masked', () => {
  const desk = testDesk();
  const clientId = desk.addClient({ phone: '+8613812345678' });
  expect(buildCard(desk, clientId, null)?.phoneMasked).toBe('138****5678');
});

/** A small book with one client per reason; all but the named facts are equal. */
function bookOf(desk: Desk) {
  const today = businessDayOf(desk.clock());
  let last = 0;
  const person = (changed: Parameters<Desk['addClient']>[0] = {}): string => {
    last += 1;
    return desk.addClient({ phone: `+8613800001${String(last).padStart(3, '0')}`, ...changed });
  };
  const fresh = person();
  const birthday = person({ birthDay: '1980-11-25' });
  const golden = person({ registeredAt: startOfDay(addDays(today, -170)) });
  const maturing = person();
  const complaining = person();
  const promised = person();
  desk.addTask(complaining, { kind: 'COMPLAINT' });
  desk.addTask(promised, { kind: 'CALLBACK' });
  desk.addTask(promised, { kind: 'COMPLAINT', dueAt: desk.clock() + 50 * hourMs });
  fromCentre(desk, 'holding', desk.newId(), {
    clientId: maturing,
    productId: 'p1',
    amountFen: 12_000_000,
    sinceDay: addDays(today, -90),
    maturesOn: addDays(today, 3),
    asOf: desk.clock(),
  });
  return { today, fresh, birthday, golden, maturing, complaining, promised };
}
