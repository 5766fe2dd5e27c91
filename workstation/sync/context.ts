import { isSetBack, judgeClock } from '#core/sync/safety.ts';
import { minuteMs, type Instant } from '#core/base/time.ts';
import type { TouchedRow } from '#db/changes/derive.ts';
import { writeSyncState } from '#db/changes/sync-state.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import type { CentralClient } from '#workstation/sync/central-client.ts';
import { SyncProblem } from '#workstation/sync/problem.ts';
import type { StatusBoard } from '#workstation/sync/status-board.ts';
import type { DeviceIdentity } from '#db/queries/sync.ts';
import type { Station } from '#workstation/station.ts';

/** How a revoked device ends: work stops, then the copy goes. */
export interface Ending {
  /** Ends work on this store; nothing is committed after it resolves. Safe to call again. */
  readonly close: () => Promise<void>;
  /** Destroys the key and then the files. Ends the engine too, which therefore does not wait for it. */
  readonly erase: () => void;
}

/** What the centre last said of itself. */
export interface CentreFacts {
  /** Its `schemaVersion`. */
  schema: number;
  /** The newest number this store has pulled up to. */
  seq: number;
}

/** What every step of a round works with. */
export interface SyncContext {
  readonly station: Station;
  readonly central: CentralClient;
  readonly board: StatusBoard;
  readonly centre: CentreFacts;
  /** How many rows one page of a pull or bootstrap asks for at most. */
  readonly pageRows: number;
  /** A stopwatch in milliseconds, which only ever sizes pages. */
  readonly elapsedMs: () => number;
  /** Lets whatever else the process has to do come first: answering the screen, sending a request just made. */
  readonly breath: () => Promise<void>;
  /** Makes session and network go by a new identity that the store has taken. */
  readonly onIdentity: (identity: DeviceIdentity) => void;
  readonly ending: Ending | null;
}

/** How far the noted time of the last contact may lag behind: an idle poll is no reason to write. */
const contactNotedMs = 10 * minuteMs;

/** Compares this device's clock with the centre's; throws CLOCK_WRONG beyond a day, notes a warning beyond minutes. */
export function checkClock({ station, board }: SyncContext, centre: Instant): void {
  const verdict = judgeClock(station.clock(), centre);
  if (verdict === 'wrong') throw new SyncProblem('CLOCK_WRONG');
  board.warn(verdict === 'skewed' ? 'CLOCK_SKEWED' : null);
  const noted = readSyncState<Instant>(station.db, 'lastContact') ?? 0;
  if (Math.abs(centre - noted) >= contactNotedMs) writeSyncState(station.db, 'lastContact', centre);
}

/** Throws CLOCK_WRONG where this clock was set back by more than a day since the centre was last heard. */
export function refuseSetBack({ station }: SyncContext): void {
  const lastContact = readSyncState<Instant>(station.db, 'lastContact');
  if (lastContact !== null && isSetBack(station.clock(), lastContact)) throw new SyncProblem('CLOCK_WRONG');
}

/** Tells every open screen which kinds of rows changed. */
export function publishRows({ station }: SyncContext, touched: readonly Pick<TouchedRow, 'entity'>[]): void {
  if (touched.length === 0) return;
  station.live.publish('signal', {
    kind: 'rows',
    entities: [...new Set(touched.map(({ entity }) => entity))],
  });
}
