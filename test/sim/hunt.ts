import { playAll } from '#test/sim/crew.ts';

/** How a planted bug was caught. */
export interface Hunt {
  /** How many schedules it took; null where none caught it. */
  readonly caughtAfter: number | null;
  readonly oracle: string | null;
}

/** Plays schedules with a bug planted, one after the other from a seed, until an oracle catches it. */
export async function huntBug(
  bug: string,
  { seed, most, steps = 300 }: { seed: number; most: number; steps?: number },
): Promise<Hunt> {
  let hunt: Hunt = { caughtAfter: null, oracle: null };
  await playAll({ seed, schedules: most, steps, bug, isEager: true, workers: 1 }, ({ seed: at, failure }) => {
    if (failure) hunt = { caughtAfter: at - seed + 1, oracle: failure.oracle };
  });
  return hunt;
}
