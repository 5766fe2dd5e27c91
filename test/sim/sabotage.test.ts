import { expect, test } from 'vitest';
import { bugs } from '#test/sim/bugs.ts';
import { huntBug } from '#test/sim/hunt.ts';

/** Bugs that take more schedules are hunted by `npm run sim:sabotage` only. */
const quick = bugs.filter(({ within }) => within <= 60);

test.each(quick)('[SY81] the simulation catches a planted bug: $name', { timeout: 120_000 }, async (bug) => {
  const { caughtAfter } = await huntBug(bug, { seed: 1, most: bug.within });
  expect(caughtAfter, `not caught in ${bug.within} schedules`).not.toBeNull();
});
