import { z } from 'zod';
import { compareDigests, type Comparison } from '#core/sync/compare.ts';
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
 * Compares this copy with the centre's at the same point of its log; what waits to be uploaded is left out on both
 * sides. Returns null where the centre keeps moving on.
 */
export async function compareWithCentre(context: SyncContext): Promise<Comparison | null> {
  const { db, clock } = context.station;
  for (let count = 0; count < tries; count += 1) {
    if (count > 0) await pullAll(context);
    const cursor = readSyncState<string>(db, 'cursor') ?? '';
    const answer = digestAnswer.parse(await context.central.digest({ cursor }));
    if (!answer.current) continue;
    const own = await readInTurns(context);
    const comparison = compareDigests(own, answer.tables as DigestTables);
    context.board.proved({ at: clock(), isEqual: comparison.isEqual, rows: comparison.rows });
    return comparison;
  }
  return null;
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
