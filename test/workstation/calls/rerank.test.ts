import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, businessDayOf, hourMs, minuteMs, startOfDay } from '#core/base/time.ts';
import type { Outcome } from '#core/calls/contact.ts';
import { callRules } from '#core/calls/dispositions.ts';
import { commit } from '#workstation/station.ts';
import { rerank } from '#workstation/calls/queue.ts';
import { skipClient } from '#workstation/calls/skip.ts';
import { undoCall } from '#workstation/calls/undo.ts';
import { fromCentre, testDesk, type Desk } from '#test/workstation/calls/desk.ts';
import { orderAtCentre } from '#test/workstation/calls/centre-side.ts';
import { openTestStore } from '#test/support/store.ts';

const outcomes: readonly Outcome[] = [
  'NO_ANSWER',
  'BUSY',
  'TRANSFER',
  'NOT_NOW',
  'CALLBACK',
  'INTERESTED',
  'COMPLAINT',
  'DNC',
];

const told = (judged: ReturnType<typeof rerank>) =>
  judged.map(({ candidate, verdict }) => [
    candidate.clientId,
    candidate.reason,
    candidate.detail,
    verdict.code,
  ]);

/** What a program started just now would show of the same store. */
function fromCold(desk: Desk, limit = 60): unknown[] {
  const db = openTestStore(desk.db.name);
  const queue = told(rerank({ ...desk, db }, limit));
  db.close();
  return queue;
}

/** Sixteen clients of every tier with every kind of reason. */
function book(desk: Desk): string[] {
  const today = businessDayOf(desk.clock());
  desk.db.pragma('synchronous = OFF');
  return Array.from({ length: 16 }, (_, at) => {
    const clientId = desk.addClient({
      phone: `+86138000${String(10_000 + at)}`,
      tier: (['MASS', 'POTENTIAL', 'VIP', 'PRIVATE'] as const)[at % 4] ?? 'MASS',
      birthDay: at % 5 === 0 ? `1980-${addDays(today, at % 4).slice(5)}` : null,
      registeredAt: at % 3 === 0 ? startOfDay(addDays(today, -178 + (at % 40))) : null,
    });
    if (at % 6 === 0) {
      fromCentre(desk, 'holding', desk.newId(), {
        clientId,
        productId: 'p1',
        amountFen: 1_000_000 * (at + 1),
        sinceDay: addDays(today, -90),
        maturesOn: addDays(today, at % 10),
        asOf: desk.clock(),
      });
    }
    if (at % 7 === 0) desk.addTask(clientId, { kind: 'FOLLOW_UP', dueAt: desk.clock() + (at - 10) * hourMs });
    return clientId;
  });
}

interface Act {
  readonly kind: 'call' | 'skip' | 'undo' | 'task' | 'tier' | 'wait' | 'night';
  readonly pick: number;
}
const act: fc.Arbitrary<Act> = fc.record({
  kind: fc.constantFrom('call', 'call', 'call', 'skip', 'undo', 'task', 'tier', 'wait', 'night'),
  pick: fc.nat({ max: 1000 }),
});

function perform(desk: Desk, ids: readonly string[], { kind, pick }: Act): void {
  const clientId = ids[pick % ids.length] ?? '';
  const [head] = rerank(desk, 8);
  switch (kind) {
    case 'call': {
      if (!head) return;
      const { reason, taskId, clientId: id } = head.candidate;
      const followUpAt = null;
      desk.press(id, outcomes[pick % outcomes.length] ?? 'BUSY', { reason, taskId, followUpAt });
      return desk.testClock.advance(5 * minuteMs);
    }
    case 'skip':
      return void skipClient(desk, head?.candidate.clientId ?? clientId, 'LATER_TODAY');
    case 'undo':
      return void undoCall(desk, `01949999-0000-7000-8000-${String(1 + (pick % 20)).padStart(12, '0')}`);
    case 'task':
      return void desk.addTask(clientId, { kind: 'CALLBACK', dueAt: desk.clock() + (pick % 90) * minuteMs });
    case 'tier': {
      const patch = { tier: pick % 2 === 0 ? 'VIP' : 'MASS' } as const;
      return commit(desk, 'client.correct', [{ op: 'patch', entity: 'client', id: clientId, patch }]);
    }
    case 'wait':
      return desk.testClock.advance((pick % 120) * minuteMs);
    case 'night':
      return desk.testClock.advance(((pick % 30) - 2) * hourMs);
  }
}

test('[CQ71] the queue kept up to date call by call is the queue a program started now would build', () => {
  fc.assert(
    fc.property(fc.array(act, { minLength: 3, maxLength: 9 }), (acts) => {
      const desk = testDesk();
      const ids = book(desk);
      rerank(desk, 8);
      for (const one of acts) {
        perform(desk, ids, one);
        expect(told(rerank(desk, 60))).toEqual(fromCold(desk));
      }
    }),
    { numRuns: 10, endOnFailure: true },
  );
});

test('[CQ72] the centre, with the same functions over the same rows, puts the clients in the same order', () => {
  const desk = testDesk();
  const ids = book(desk);
  for (const clientId of ids.slice(0, 6)) desk.addContact(clientId, desk.clock() - 40 * 24 * hourMs);
  for (const [at, clientId] of ids.slice(3, 9).entries()) {
    desk.press(clientId, outcomes[at] ?? 'BUSY', { reason: at % 2 === 0 ? 'FRESH' : 'MATURITY' });
    desk.testClock.advance(7 * minuteMs);
  }
  const onDevice = told(rerank(desk, 60));
  expect(onDevice.length).toBeGreaterThan(10);
  expect(told(orderAtCentre(desk, 60))).toEqual(onDevice);
});

test('[CQ73] over midnight, and when the clock is set back, the queue is the one of the day the clock says', () => {
  const desk = testDesk();
  const today = businessDayOf(desk.clock());
  const clientId = desk.addClient({
    birthDay: `1980-${addDays(today, callRules.lookAhead.birthdayDays + 1).slice(5)}`,
  });
  const reasonNow = (): string | undefined => rerank(desk, 8)[0]?.candidate.reason;
  desk.testClock.set(startOfDay(addDays(today, 1)) - minuteMs);
  expect(reasonNow()).toBe('FRESH');
  desk.testClock.advance(2 * minuteMs);
  expect(reasonNow()).toBe('BIRTHDAY');
  desk.testClock.set(startOfDay(today) + 10 * hourMs);
  expect(reasonNow()).toBe('FRESH');
  desk.addTask(clientId, { kind: 'CALLBACK', dueAt: desk.clock() + 30 * minuteMs });
  expect(reasonNow()).toBeUndefined();
  desk.testClock.advance(31 * minuteMs);
  expect(reasonNow()).toBe('CALLBACK_DUE');
});

test('[CQ73] a client given to a colleague is out of the queue with the row that says so', () => {
  const desk = testDesk();
  const [one, other] = [desk.addClient(), desk.addClient({ phone: '+8613800000002' })];
  expect(rerank(desk, 8).map(({ candidate }) => candidate.clientId)).toEqual([one, other]);
  commit(desk, 'client.correct', [
    { op: 'patch', entity: 'client', id: one, patch: { ownerManagerId: 'somebody-else' } },
  ]);
  expect(rerank(desk, 8).map(({ candidate }) => candidate.clientId)).toEqual([other]);
});

test('[CQ70] the mix goes on with the calls of the day as they stand on file, undone ones left out', () => {
  const desk = testDesk();
  const tiers = [
    'VIP',
    'VIP',
    'VIP',
    'VIP',
    'MASS',
    'MASS',
    'MASS',
    'MASS',
    'MASS',
    'MASS',
    'MASS',
    'MASS',
  ] as const;
  for (const [at, tier] of tiers.entries()) desk.addClient({ tier, phone: `+861380000${String(2000 + at)}` });
  const called: string[] = [];
  for (let call = 0; call < 10; call += 1) {
    const [head] = rerank(desk, 8);
    if (!head) throw new Error('The queue ended.');
    called.push(head.candidate.tier);
    desk.press(head.candidate.clientId, 'NO_ANSWER');
    desk.testClock.advance(minuteMs);
  }
  expect(called.filter((tier) => tier === 'VIP')).toHaveLength(3);
  expect(called.slice(0, 3)).toEqual(
    ['TAIL', 'CARE', 'TAIL'].map((lane) => (lane === 'CARE' ? 'VIP' : 'MASS')),
  );
});
