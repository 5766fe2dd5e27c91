import { z } from 'zod';
import { compareDigests, type Comparison } from '#core/sync/compare.ts';
import { digestTables, type DigestTables } from '#core/sync/protocol.ts';
import { countWaiting } from '#db/queries/outbox.ts';
import { digestSteps } from '#db/queries/digest.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import type { SyncContext } from '#workstation/sync/context.ts';
import { pullAll } from '#workstation/sync/pull.ts';

const digestAnswer = z.object({ current: z.boolean(), tables: digestTables });

/** How often the centre may move on between a pull and its digest before the proof is left for later. */
const tries = 4;

/**
 * Compares this copy with the centre's at the same point of its log. Returns null where that is impossible now:
 * something waits to be uploaded, or the centre keeps moving on.
 */
export async function compareWithCentre(context: SyncContext): Promise<Comparison | null> {
  const { db, clock } = context.station;
  for (let count = 0; count < tries; count += 1) {
    if (count > 0) await pullAll(context);
    const cursor = readSyncState<string>(db, 'cursor') ?? '';
    const answer = digestAnswer.parse(await context.central.digest({ cursor }));
    if (countWaiting(db) > 0) return null;
    if (!answer.current) continue;
    const own = await readInTurns(context);
    if (countWaiting(db) > 0) return null;
    const comparison = compareDigests(own, answer.tables);
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
