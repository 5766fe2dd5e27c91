import { judgeClock } from '#core/sync/safety.ts';
import type { Instant } from '#core/base/time.ts';
import type { TouchedRow } from '#db/changes/derive.ts';
import type { CentralClient } from '#workstation/sync/central-client.ts';
import { SyncProblem } from '#workstation/sync/problem.ts';
import type { StatusBoard } from '#workstation/sync/status-board.ts';
import type { Station } from '#workstation/station.ts';

/** What every step of a round works with. */
export interface SyncContext {
  readonly station: Station;
  readonly central: CentralClient;
  readonly board: StatusBoard;
  /** How many rows one page of a pull or bootstrap asks for at most. */
  readonly pageRows: number;
  /** A stopwatch in milliseconds, which only ever sizes pages. */
  readonly elapsedMs: () => number;
  /** Lets whatever else the process has to do come first: answering the screen, sending a request just made. */
  readonly breath: () => Promise<void>;
}

/** Compares this device's clock with the centre's; throws CLOCK_WRONG beyond a day, notes a warning beyond minutes. */
export function checkClock({ station, board }: SyncContext, centre: Instant): void {
  const verdict = judgeClock(station.clock(), centre);
  if (verdict === 'wrong') throw new SyncProblem('CLOCK_WRONG');
  board.warn(verdict === 'skewed' ? 'CLOCK_SKEWED' : null);
}

/** Tells every open screen which kinds of rows changed. */
export function publishRows({ station }: SyncContext, touched: readonly Pick<TouchedRow, 'entity'>[]): void {
  if (touched.length === 0) return;
  station.live.publish('signal', {
    kind: 'rows',
    entities: [...new Set(touched.map(({ entity }) => entity))],
  });
}
