import { expect, test } from 'vitest';
import { crashVenue } from '#test/crash/venue.ts';

test('[EV99] kill −9 of a desk and of the hub in the rush: every scan that was answered OK is at both afterwards, and what the hub acknowledged was on its disk', async () => {
  const figures = await crashVenue({ kills: 2, seed: 2, guests: 200 });
  expect(figures).toMatchObject({ hub: 1, desk: 1, lost: 0, untaken: 0, unequal: 0, unopened: 0 });
  expect(figures.scanned).toBeGreaterThan(100);
  expect(figures.taken).toBeGreaterThan(20);
}, 120_000);
