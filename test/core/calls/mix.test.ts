import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Candidate } from '#core/calls/candidates.ts';
import { noDetail } from '#core/calls/candidates.ts';
import { callMix, laneOf, nextLane } from '#core/calls/mix.ts';
import { callRowsOf, orderCalls } from '#core/calls/order.ts';
import { allowedBy } from '#core/consent/contact-gate.ts';
import { contactPolicy } from '#core/consent/policy.ts';

const yes = allowedBy(contactPolicy);

function candidate(number: number, over: Partial<Candidate> = {}): Candidate {
  return {
    clientId: `c${String(number).padStart(4, '0')}`,
    name: '王小明',
    tier: 'MASS',
    reason: 'FRESH',
    urgency: 0,
    lastContactAt: null,
    taskId: null,
    taskKind: null,
    dueAt: null,
    taskText: '',
    detail: noDetail,
    ...over,
  };
}

const some = (count: number, from: number, over: Partial<Candidate>): Candidate[] =>
  Array.from({ length: count }, (_, at) => candidate(from + at, over));

function order(candidates: readonly Candidate[], limit: number, done = { CARE: 0, TAIL: 0 }): Candidate[] {
  const asked = { rows: callRowsOf(candidates), done, passed: [], judge: () => yes, limit };
  return orderCalls(asked).map(({ candidate: one }) => one);
}

test('[CQ70] over 100 calls the mix is 30 for VIP care and 70 for the long tail, and never far from it', () => {
  const queue = order([...some(200, 0, { tier: 'VIP' }), ...some(200, 500, {})], 100);
  const care = queue.map(({ tier }) => tier === 'VIP');
  expect(care.filter(Boolean)).toHaveLength(30);
  for (let pulled = 1; pulled <= 100; pulled += 1) {
    const share = care.slice(0, pulled).filter(Boolean).length;
    expect(Math.abs(share - pulled * 0.3)).toBeLessThanOrEqual(1);
  }
});

test('[CQ70] call by call it is the same queue: the mix goes on where the day stands', () => {
  const all = [...some(40, 0, { tier: 'PRIVATE' }), ...some(60, 500, { tier: 'POTENTIAL' })];
  const atOnce = order(all, 50).map(({ clientId }) => clientId);
  const done = { CARE: 0, TAIL: 0 };
  let left = all;
  const oneByOne = atOnce.map(() => {
    const [first] = order(left, 8, done);
    if (!first) throw new Error('The queue ended.');
    left = left.filter((one) => one !== first);
    done[laneOf(first.reason, first.tier) as 'CARE' | 'TAIL'] += 1;
    return first.clientId;
  });
  expect(oneByOne).toEqual(atOnce);
});

test('[CQ70] promises and complaints stand before the mix; an empty lane gives its place to the other', () => {
  const first = some(3, 0, { reason: 'CALLBACK_DUE' });
  const complaint = candidate(10, { reason: 'COMPLAINT', tier: 'VIP' });
  const queue = order([...some(5, 100, {}), complaint, ...first], 9);
  expect(queue.slice(0, 4)).toEqual([...first, complaint]);
  expect(queue).toHaveLength(9);
});

test('[CQ70] the order does not depend on how the candidates arrive, and takes each client once', () => {
  const one = fc.record({
    number: fc.integer({ min: 0, max: 12 }),
    tier: fc.constantFrom('MASS' as const, 'VIP' as const),
    reason: fc.constantFrom('COMPLAINT' as const, 'MATURITY' as const, 'FRESH' as const),
  });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 30 }), (made) => {
      const tiers = new Map(made.map(({ number, tier }) => [number, tier]));
      const all = made.map(({ number, reason }) =>
        candidate(number, { reason, tier: tiers.get(number) ?? 'MASS' }),
      );
      const ids = order(all, 30).map(({ clientId }) => clientId);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids).toHaveLength(new Set(all.map(({ clientId }) => clientId)).size);
      expect(order(all.toReversed(), 30).map(({ clientId }) => clientId)).toEqual(ids);
    }),
  );
});

test('[CQ70] a lane behind its share comes next, whatever the day did before', () => {
  expect(nextLane({ CARE: 0, TAIL: 0 })).toBe('TAIL');
  expect(nextLane({ CARE: 0, TAIL: 2 })).toBe('CARE');
  expect(nextLane({ CARE: 10, TAIL: 0 })).toBe('TAIL');
  expect(callMix.lanes.flatMap(({ tiers }) => tiers).toSorted()).toEqual([
    'MASS',
    'POTENTIAL',
    'PRIVATE',
    'VIP',
  ]);
});
