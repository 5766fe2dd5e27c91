import type { Bug } from '#test/sim/bugs.ts';
import { playAll } from '#test/sim/crew.ts';

/** How a planted bug was caught. */
export interface Hunt {
  /** How many schedules it took; null where none caught it. */
  readonly caughtAfter: number | null;
  readonly oracle: string | null;
}

/** Plays schedules with a bug planted, one after the other from a seed, until an oracle catches it. */
export async function huntBug(
  { name: bug, theme }: Bug,
  { seed, most }: { seed: number; most: number },
): Promise<Hunt> {
  let hunt: Hunt = { caughtAfter: null, oracle: null };
  await playAll(
    { seed, schedules: most, steps: 300, bug, theme: theme ?? null, isEager: true, workers: 1 },
    ({ seed: at, failure }) => {
      if (failure) hunt = { caughtAfter: at - seed + 1, oracle: failure.oracle };
    },
  );
  return hunt;
}
