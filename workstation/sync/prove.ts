import { z } from 'zod';
import { compareDigests, sumKinds, type Comparison } from '#core/sync/compare.ts';
import { bucketDigest, type DigestTables } from '#core/sync/protocol.ts';
import { digestSteps } from '#db/queries/digest.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import type { SyncContext } from '#workstation/sync/context.ts';
import { pullAll } from '#workstation/sync/pull.ts';

/** Kinds of rows this program does not know are counted all the same: they are parked here. */
const tables = z.record(z.string(), z.record(z.string(), bucketDigest));
const digestAnswer = z.object({ current: z.boolean(), tables });

/** How often the centre may move on between a pull and its digest before the proof is left for later. */
const tries = 4;

/**
 * Compares this copy with the centre's at the same point of its log, kind by kind, and bucket by bucket only where that
 * differs; what waits to be uploaded is left out on both sides. Returns null where the centre keeps moving on.
 */
export async function compareWithCentre(context: SyncContext): Promise<Comparison | null> {
  for (let count = 0; count < tries; count += 1) {
    if (count > 0) await pullAll(context);
    const rough = await compareBy(context, 'kind');
    const comparison = rough && !rough.isEqual ? await compareBy(context, 'bucket') : rough;
    if (!comparison) continue;
    const { isEqual, rows } = comparison;
    context.board.proved({ at: context.station.clock(), isEqual, rows });
    return comparison;
  }
  return null;
}

/** Returns null where the centre has moved on. */
async function compareBy(context: SyncContext, by: 'kind' | 'bucket'): Promise<Comparison | null> {
  const cursor = readSyncState<string>(context.station.db, 'cursor') ?? '';
  const answer = digestAnswer.parse(await context.central.digest({ cursor, by }));
  if (!answer.current) return null;
  const buckets = await readInTurns(context);
  const own = by === 'kind' ? sumKinds(buckets) : buckets;
  const comparison = compareDigests(own, answer.tables as DigestTables);
  return comparison;
}

/** Adds up a million rows without keeping a call waiting; only this round takes in the centre's rows meanwhile. */
async function readInTurns({ station, breath }: SyncContext): Promise<DigestTables> {
  const steps = digestSteps(station.db);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await breath();
  }
}
