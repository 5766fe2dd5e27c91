import { z } from 'zod';
import { isMassRemoval } from '#core/sync/safety.ts';
import { dayMs, type Instant } from '#core/base/time.ts';
import { replaceRows, verifyNext, type RowKey, type VerifyPlace } from '#db/changes/repair.ts';
import { writeSyncState } from '#db/changes/sync-state.ts';
import { countRows, readHashes } from '#db/queries/digest.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import { publishRows, type SyncContext } from '#workstation/sync/context.ts';
import { SyncProblem } from '#workstation/sync/problem.ts';

const listed = z.object({
  current: z.boolean(),
  rows: z.array(z.tuple([z.string(), z.string(), z.int(), z.int(), z.int()])),
});
const fetched = z.object({ rows: z.array(z.unknown()) });

/** What a repair did. */
export interface Repaired {
  readonly replaced: number;
  readonly removed: number;
}

const bucketsPerCall = 256;
const rowsPerCall = 1_000;
const verifyEveryMs = 7 * dayMs;

/** True when hashes are to be recomputed from values: after an unclean exit, and once a week. */
export function isVerifyDue({ station: { db, clock } }: SyncContext): boolean {
  if (readSyncState(db, 'verifyDue') === true) return true;
  const at = readSyncState<Instant>(db, 'verifiedAt');
  return at !== null && Math.abs(clock() - at) >= verifyEveryMs;
}

/** Recomputes every hash from the values that lie in the store, in steps. Returns how many said something else. */
export async function verify({ station: { db, clock }, breath }: SyncContext): Promise<number> {
  let corrected = 0;
  let place: VerifyPlace | null = { kind: 0, after: -1 };
  while (place) {
    const step: ReturnType<typeof verifyNext> = verifyNext(db, place);
    corrected += step.corrected;
    place = step.next;
    await breath();
  }
  writeSyncState(db, 'verifyDue', null);
  writeSyncState(db, 'verifiedAt', clock());
  return corrected;
}

/**
 * Replaces the rows that differ in some buckets, and only those: compares with the centre's list row by row, fetches
 * what is missing or other here, removes what the centre does not list. Throws MASS_REMOVAL where that would take away
 * too much and nobody has agreed.
 */
export async function repairBuckets(context: SyncContext, buckets: readonly string[]): Promise<Repaired> {
  const { db, clock } = context.station;
  const { wanted, surplus } = await findDifferences(context, buckets);
  const isAgreed = readSyncState(db, 'removalAgreed') === true;
  if (!isAgreed && isMassRemoval(surplus.length, countRows(db))) throw new SyncProblem('MASS_REMOVAL');
  let replaced = 0;
  let removed = 0;
  for (let start = 0; start < wanted.length || start === 0; start += rowsPerCall) {
    const keys = wanted.slice(start, start + rowsPerCall);
    const rows = keys.length === 0 ? [] : fetched.parse(await context.central.rows({ keys })).rows;
    const came = new Set((rows as RowKey[]).map(nameOf));
    const gone = [...(start === 0 ? surplus : []), ...keys.filter((key) => !came.has(nameOf(key)))];
    publishRows(context, replaceRows(db, { rows, gone }, clock()));
    replaced += rows.length;
    removed += gone.length;
    await context.breath();
  }
  return { replaced, removed };
}

async function findDifferences(
  { station: { db }, central }: SyncContext,
  buckets: readonly string[],
): Promise<{ wanted: RowKey[]; surplus: RowKey[] }> {
  const wanted: RowKey[] = [];
  const surplus: RowKey[] = [];
  const cursor = readSyncState<string>(db, 'cursor') ?? '';
  for (let start = 0; start < buckets.length; start += bucketsPerCall) {
    const some = buckets.slice(start, start + bucketsPerCall);
    const { current, rows } = listed.parse(await central.digestRows({ cursor, buckets: some }));
    // The centre has moved on: what is compared now would be two different moments.
    if (!current) return { wanted: [], surplus: [] };
    const own = readHashes(db, some);
    for (const [entity, id, , hi, lo] of rows) {
      const mine = own.get(nameOf({ entity, id }));
      if (mine?.hi !== hi || mine.lo !== lo) wanted.push({ entity, id });
      own.delete(nameOf({ entity, id }));
    }
    surplus.push(...[...own.keys()].map(keyOf));
  }
  return { wanted, surplus };
}

function nameOf({ entity, id }: RowKey): string {
  return `${entity} ${id}`;
}

function keyOf(name: string): RowKey {
  const space = name.indexOf(' ');
  return { entity: name.slice(0, space), id: name.slice(space + 1) };
}
