import { expect, test } from 'vitest';
import { dayMs } from '#core/base/time.ts';
import { isRungMissing, ladderOf, rungTimes, type LadderFacts } from '#core/consent/ladder.ts';
import { contactPolicy } from '#core/consent/policy.ts';

const day = (n: number): number => Date.parse('2026-11-02T10:00:00+08:00') + n * dayMs;
type Made = LadderFacts['contacts'][number];
const made = (n: number, channel: Made['channel'], outcome: Made['outcome']): Made => ({
  channel,
  outcome,
  startedAt: day(n),
});
const stand = (contacts: readonly Made[], registeredAt: number | null = day(0)) => {
  const { rung, next, opensAt } = ladderOf(rungTimes({ registeredAt, contacts }), contactPolicy);
  return [rung, next, opensAt];
};

test('[CP23] the next rung is the lowest one missing, open after its rest', () => {
  const climb = [
    made(1, 'PHONE', 'NO_ANSWER'),
    made(2, 'PHONE', 'CALLBACK'),
    made(4, 'SMS', 'SENT'),
    made(5, 'SALON', 'SENT'),
    made(9, 'PHONE', 'INTERESTED'),
  ];
  const { restDays } = contactPolicy.ladder;
  expect(stand([], null)).toEqual([null, 'ACTIVATED', 0]);
  expect(stand([])).toEqual(['ACTIVATED', 'TALKED', day(0) + restDays.TALKED * dayMs]);
  expect(stand(climb.slice(0, 1))).toEqual(['ACTIVATED', 'TALKED', day(0) + restDays.TALKED * dayMs]);
  expect(stand(climb.slice(0, 2))).toEqual(['TALKED', 'KEPT_UP', day(2) + restDays.KEPT_UP * dayMs]);
  expect(stand(climb.slice(0, 3))).toEqual(['KEPT_UP', 'INVITED', day(4) + restDays.INVITED * dayMs]);
  expect(stand(climb.slice(0, 4))).toEqual([
    'INVITED',
    'PRODUCT_TALK',
    day(5) + restDays.PRODUCT_TALK * dayMs,
  ]);
  expect(stand(climb)).toEqual(['PRODUCT_TALK', null, null]);
});

test('[CP23] a message before the first talk keeps nobody up, and a call that reached nobody is no talk', () => {
  expect(stand([made(1, 'WECHAT', 'SENT'), made(2, 'PHONE', 'BUSY')]).slice(0, 2)).toEqual([
    'ACTIVATED',
    'TALKED',
  ]);
});

test('[CP23] only the channel that asks for a rung misses it, and only until it was reached', () => {
  const times = rungTimes({ registeredAt: day(0), contacts: [made(3, 'PHONE', 'TRANSFER')] });
  const missing = (channel: Made['channel'], n: number) =>
    isRungMissing(times, { channel, at: day(n) }, contactPolicy);
  expect([missing('SALON', 2), missing('SALON', 3), missing('PHONE', 2), missing('SMS', 2)]).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
