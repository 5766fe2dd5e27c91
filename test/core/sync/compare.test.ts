import { expect, test } from 'vitest';
import { compareDigests, sumKinds } from '#core/sync/compare.ts';
import { isMassRemoval, judgeClock } from '#core/sync/safety.ts';

test('[SY11] copies are equal when every bucket is, and a difference names its bucket', () => {
  const own = { client: { '0a': [2, 10, 20], ff: [1, 1, 1] }, note: {} } as const;
  expect(compareDigests(own as never, { client: { '0a': [2, 10, 20], ff: [1, 1, 1] } })).toEqual({
    isEqual: true,
    rows: 3,
    differing: [],
  });
  const other = { client: { '0a': [2, 10, 21], ff: [1, 1, 1] }, task: { '00': [1, 5, 5] } };
  expect(compareDigests(own as never, other as never).differing).toEqual(['client/0a', 'task/00']);
});

test('[SY11] the sum of a kind counts all its buckets, so that one row more, less or other shows in it', () => {
  const own = { client: { '0a': [2, 10, 20], ff: [1, 1, 1] }, note: { '00': [1, 2, 3] } } as const;
  const sums = sumKinds(own as never);
  expect(sums).toEqual({ client: { '*': [3, 11, 21] }, note: { '*': [1, 2, 3] } });
  const other = sumKinds({ ...own, client: { '0a': [2, 10, 20], ff: [1, 1, 2] } } as never);
  expect(compareDigests(sums, other)).toEqual({ isEqual: false, rows: 4, differing: ['client/*'] });
  expect(compareDigests(sums, sumKinds(sums))).toMatchObject({ isEqual: true, rows: 4 });
});

test('[SY12] a clock beyond a day is wrong, beyond five minutes skewed, either way round', () => {
  const hour = 3_600_000;
  expect(judgeClock(0, 25 * hour)).toBe('wrong');
  expect(judgeClock(25 * hour, 0)).toBe('wrong');
  expect(judgeClock(hour, 0)).toBe('skewed');
  expect(judgeClock(299_000, 0)).toBe('right');
});

test('[SY13] taking away more than a tenth and more than fifty rows needs a person', () => {
  expect(isMassRemoval(51, 500)).toBe(true);
  expect(isMassRemoval(51, 510)).toBe(false);
  expect(isMassRemoval(50, 50)).toBe(false);
});
