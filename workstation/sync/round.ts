import { minuteMs } from '#core/base/time.ts';
import type { Comparison } from '#core/sync/compare.ts';
import { protocolVersion } from '#core/sync/protocol.ts';
import { beginRebuild } from '#db/changes/bootstrap.ts';
import { countWaiting } from '#db/queries/outbox.ts';
import { bootstrap } from '#workstation/sync/bootstrap.ts';
import { checkClock, type SyncContext } from '#workstation/sync/context.ts';
import { problemOf, SyncProblem } from '#workstation/sync/problem.ts';
import { compareWithCentre } from '#workstation/sync/prove.ts';
import { pullAll } from '#workstation/sync/pull.ts';
import { pushAll } from '#workstation/sync/push.ts';

/** What the engine remembers from one round to the next. */
export interface RoundMemory {
  /** False until the centre's version and clock were checked since the last failure. */
  isIntroduced: boolean;
  /** True when rows moved since the last comparison of digests. */
  isUnproved: boolean;
}

/** How old the last proof must be before an ordinary round makes a new one: many small edits, one proof. */
export const proveEveryMs = minuteMs;

/**
 * One round: upload, first sync if it is not done, download until there is no more, compare. Throws `SyncProblem`.
 * Returns the comparison where one was made.
 */
export async function runRound(
  context: SyncContext,
  memory: RoundMemory,
  isProofWanted: boolean,
): Promise<Comparison | null> {
  const { station, board } = context;
  if (!memory.isIntroduced || countWaiting(station.db) > 0) await introduce(context);
  memory.isIntroduced = true;
  if ((await exchange(context)) > 0) memory.isUnproved = true;
  board.synced(station.clock());
  const isDue = memory.isUnproved && isProofOld(context);
  if ((!isProofWanted && !isDue) || countWaiting(station.db) > 0) return null;
  const comparison = await prove(context);
  if (comparison) memory.isUnproved = false;
  return comparison;
}

/** Checks the centre's version and this device's clock before anything is sent. */
async function introduce(context: SyncContext): Promise<void> {
  const info = await context.central.info();
  if (info?.product !== 'zhike-central') throw new SyncProblem('UNREACHABLE');
  if (info.protocol !== protocolVersion) throw new SyncProblem('CENTRAL_VERSION');
  checkClock(context, info.now);
}

/** Pushes and pulls; a centre that was restored is read anew, once. Returns how much moved. */
async function exchange(context: SyncContext): Promise<number> {
  try {
    return await pushAndPull(context);
  } catch (error) {
    if (problemOf(error).code !== 'EPOCH_CHANGED') throw error;
    beginRebuild(context.station.db);
    return 1 + (await pushAndPull(context));
  }
}

async function pushAndPull(context: SyncContext): Promise<number> {
  const pushed = await pushAll(context);
  const isFresh = await bootstrap(context);
  return pushed + (await pullAll(context)) + (isFresh ? 1 : 0);
}

/** Compares; a difference is answered by taking everything anew once, and by saying so if that does not help. */
async function prove(context: SyncContext): Promise<Comparison | null> {
  const first = await compareWithCentre(context);
  if (!first || first.isEqual) return first;
  beginRebuild(context.station.db);
  await pushAndPull(context);
  return compareWithCentre(context);
}

function isProofOld({ station, board }: SyncContext): boolean {
  const { proof } = board.read();
  return proof === null || Math.abs(station.clock() - proof.at) >= proveEveryMs;
}
