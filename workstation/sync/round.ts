import { hourMs, minuteMs, type Instant } from '#core/base/time.ts';
import type { Comparison } from '#core/sync/compare.ts';
import { protocolVersion } from '#core/sync/protocol.ts';
import { beginRebuild } from '#db/changes/bootstrap.ts';
import { noteFork } from '#db/changes/identity.ts';
import { offerArrivedAgain } from '#db/changes/offer-again.ts';
import { finishPurge } from '#db/changes/purge.ts';
import { writeSyncState } from '#db/changes/sync-state.ts';
import { countWaiting } from '#db/queries/outbox.ts';
import { readBootstrap } from '#db/queries/sync.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import { bootstrap } from '#workstation/sync/bootstrap.ts';
import { checkClock, publishRows, refuseSetBack, type SyncContext } from '#workstation/sync/context.ts';
import { fork, isForked } from '#workstation/sync/fork.ts';
import { endRevoked, isRevocation } from '#workstation/sync/hand-in.ts';
import { enterNewHistory } from '#workstation/sync/new-history.ts';
import { isForeign, problemOf, SyncProblem } from '#workstation/sync/problem.ts';
import { compareWithCentre } from '#workstation/sync/prove.ts';
import { pullAll } from '#workstation/sync/pull.ts';
import { pushAll } from '#workstation/sync/push.ts';
import { isVerifyDue, repairBuckets, verify, type Repaired } from '#workstation/sync/repair.ts';

/** What the engine remembers from one round to the next. */
export interface RoundMemory {
  /** False until the centre's version and clock were checked since the last failure. */
  isIntroduced: boolean;
  /** True when rows moved since the last comparison of digests. */
  isUnproved: boolean;
}

/** What a round is asked to do beside exchanging: `proof` compares in any case, `repair` recomputes every hash first. */
export type Wish = 'exchange' | 'proof' | 'repair';

/** A comparison, and what was replaced to make it equal. */
export interface Proved extends Comparison, Repaired {}

/** How old the last proof must be before an ordinary round makes a new one: many small edits, one proof. */
export const proveEveryMs = minuteMs;

/** How often an unasked-for round may take everything anew because of a difference. */
const rebuildEveryMs = hourMs;

/** How often one round starts over because the centre is another than it was. */
const recoveriesAllowed = 3;

/**
 * One round: upload, first sync if it is not done, download until there is no more, compare. Throws `SyncProblem`.
 * Returns the comparison where one was made.
 */
export async function runRound(
  context: SyncContext,
  memory: RoundMemory,
  wish: Wish,
): Promise<Proved | null> {
  try {
    return await exchangeAndProve(context, memory, wish);
  } catch (error) {
    if (isRevocation(error)) await endRevoked(context);
    throw error;
  }
}

async function exchangeAndProve(
  context: SyncContext,
  memory: RoundMemory,
  wish: Wish,
): Promise<Proved | null> {
  const { station, board } = context;
  refuseSetBack(context);
  if (!memory.isIntroduced || countWaiting(station.db) > 0) await introduce(context);
  memory.isIntroduced = true;
  if (isForked(context)) await fork(context);
  if ((await exchange(context)) > 0) memory.isUnproved = true;
  while (finishPurge(station.db)) await context.breath();
  board.synced(station.clock());
  const isDue = (memory.isUnproved && isProofOld(context)) || isDifferent(context) || isVerifyDue(context);
  const proved = wish === 'exchange' && !isDue ? null : await prove(context, wish);
  if (proved) memory.isUnproved = false;
  // Agreed once is agreed for one round that came to its end.
  if (readSyncState(station.db, 'removalAgreed') !== null) writeSyncState(station.db, 'removalAgreed', null);
  return proved;
}

/** Checks the centre's version and this device's clock before anything is sent. */
async function introduce(context: SyncContext): Promise<void> {
  const info = await context.central.info().catch((error: unknown) => {
    throw isForeign(error) ? new SyncProblem('CAPTIVE', error) : error;
  });
  if (info?.product !== 'zhike-central') throw new SyncProblem('CAPTIVE');
  if (info.protocol !== protocolVersion) throw new SyncProblem('CENTRAL_VERSION');
  context.centre.schema = info.schema;
  checkClock(context, info.now);
}

/** Pushes and pulls; starts over where the centre is not the one this store knows. Returns how much moved. */
async function exchange(context: SyncContext): Promise<number> {
  for (let recoveries = 0; ; recoveries += 1) {
    try {
      return recoveries + (await pushAndPull(context));
    } catch (error) {
      if (recoveries >= recoveriesAllowed || !(await recover(context, error))) throw error;
    }
  }
}

/** Makes this store fit a centre that was restored, has forgotten where it stood, or knows a copy of it. */
async function recover(context: SyncContext, error: unknown): Promise<boolean> {
  const { db } = context.station;
  const { code } = problemOf(error);
  if (enterNewHistory(context, error)) return true;
  if (code === 'BEHIND_HORIZON' || code === 'BAD_CURSOR') beginRebuild(db);
  else if (code === 'FORKED') {
    noteFork(db);
    await fork(context);
  } else return false;
  return true;
}

async function pushAndPull(context: SyncContext): Promise<number> {
  // A centre that was restored must first say what it holds; its first page is followed by what waits.
  const pushed = isRebuildUnbegun(context) ? 0 : await pushAll(context);
  const isFresh = await bootstrap(context);
  const moved = pushed + (await pullAll(context)) + (isFresh ? 1 : 0);
  const again = offerArrivedAgain(context.station.db, { ...context.station, now: context.station.clock() });
  if (again.length === 0) return moved;
  publishRows(context, again);
  return moved + (await pushAll(context)) + (await pullAll(context));
}

function isRebuildUnbegun({ station }: SyncContext): boolean {
  const state = readBootstrap(station.db);
  return state !== null && state.isRebuild && state.after === null && state.nextCursor === null;
}

/**
 * Compares. A difference is answered by replacing exactly the rows that differ; if that does not help, by taking
 * everything anew once; and if that does not help either, by saying so.
 */
async function prove(context: SyncContext, wish: Wish): Promise<Proved | null> {
  if (wish === 'repair' || isVerifyDue(context)) await verify(context);
  const first = await compareWithCentre(context);
  if (!first || first.isEqual) return first && { ...first, replaced: 0, removed: 0 };
  const repaired = await repairBuckets(context, first.differing);
  const second = await compareWithCentre(context);
  if (!second || second.isEqual) return second && { ...second, ...repaired };
  if (wish === 'exchange' && !isRebuildAllowed(context)) return { ...second, ...repaired };
  writeSyncState(context.station.db, 'rebuiltAt', context.station.clock());
  beginRebuild(context.station.db);
  await pushAndPull(context);
  const third = await compareWithCentre(context);
  return third && { ...third, ...repaired };
}

/** A difference that taking everything anew did not mend is not answered in that way again and again by itself. */
function isRebuildAllowed({ station }: SyncContext): boolean {
  const at = readSyncState<Instant>(station.db, 'rebuiltAt');
  return at === null || Math.abs(station.clock() - at) >= rebuildEveryMs;
}

function isDifferent({ board }: SyncContext): boolean {
  return board.read().proof?.isEqual === false;
}

function isProofOld({ station, board }: SyncContext): boolean {
  const { proof } = board.read();
  return proof === null || Math.abs(station.clock() - proof.at) >= proveEveryMs;
}
