import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openTryCounter, waitAfter } from '#db/vault-tries.ts';
import { testFolder } from '#test/support/temporary.ts';

const folder = testFolder('tries');

test('[ST5] four tries are free, then each wrong one doubles the wait up to a quarter of an hour', () => {
  expect([0, 1, 4, 5, 6, 7, 12, 13, 500].map(waitAfter)).toEqual([
    0, 0, 0, 5000, 10_000, 20_000, 640_000, 900_000, 900_000,
  ]);
});

test('[ST5] a restart does not shorten the wait, success ends it', () => {
  const file = path.join(folder, 'restart.json');
  const before = openTryCounter(file);
  for (let count = 0; count < 6; count += 1) before.begin(1000);
  expect(before.waitMs(1000)).toBe(10_000);
  const after = openTryCounter(file);
  expect(after.waitMs(5000)).toBe(6000);
  expect(after.waitMs(11_000)).toBe(0);
  after.succeed();
  expect(openTryCounter(file).waitMs(11_000)).toBe(0);
});

test('[ST5] a clock set back neither frees the wait nor stretches it', () => {
  const counter = openTryCounter(path.join(folder, 'clock.json'));
  for (let count = 0; count < 5; count += 1) counter.begin(10_000_000);
  expect(counter.waitMs(2_000_000)).toBe(5000);
  expect(counter.waitMs(2_004_000)).toBe(1000);
  expect(counter.waitMs(2_005_000)).toBe(0);
});

test('[ST5] a count that cannot be written is kept in memory; an unreadable one starts at none', () => {
  const blocked = path.join(folder, 'file');
  writeFileSync(blocked, '');
  const counter = openTryCounter(path.join(blocked, 'tries.json'));
  for (let count = 0; count < 5; count += 1) counter.begin(0);
  expect(counter.waitMs(0)).toBe(5000);
  const garbled = path.join(folder, 'garbled.json');
  writeFileSync(garbled, '{"failures":');
  expect(openTryCounter(garbled).waitMs(0)).toBe(0);
});
