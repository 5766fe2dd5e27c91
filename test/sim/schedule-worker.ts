import module from 'node:module';
import { plantBug } from '#test/sim/plant.ts';

/** What a worker is told to do. */
export interface Orders {
  readonly first: number;
  readonly stride: number;
  readonly schedules: number;
  readonly steps: number;
  /** A planted bug, by name. */
  readonly bug: string | null;
  /** The theme of all schedules; null leaves it to the seed. */
  readonly theme: string | null;
  /** Ends at the first failure. */
  readonly isEager: boolean;
}

const orders = JSON.parse(process.argv[2] ?? '') as Orders;
if (orders.bug !== null) plantBug(orders.bug);
const { catchUnhandled } = await import('#test/sim/unhandled.ts');
catchUnhandled();
const { runSeed } = await import('#test/sim/schedule.ts');
const { runVenueSeed, venueTheme } = await import('#test/sim/venue.ts');
// A crew stops its workers with a signal, after which nothing would be kept for the next.
module.flushCompileCache();
const play = orders.theme === venueTheme ? runVenueSeed : runSeed;
for (let count = 0; count < orders.schedules; count += 1) {
  const outcome = await play(orders.first + count * orders.stride, {
    steps: orders.steps,
    theme: orders.theme,
  });
  if (process.connected) process.send?.(outcome);
  if (orders.isEager && outcome.failure) break;
}
if (process.connected) process.disconnect?.();
