import { entities, entityNames, type Entity } from '#core/sync/entities.ts';
import type { DigestTables } from '#core/sync/protocol.ts';
import { sql, type ReadableDb } from '#db/handles.ts';
import { tableOf } from '#db/rows.ts';

interface BucketRow {
  readonly entity: string;
  readonly bucket: string;
  readonly n: number;
  readonly hi: number;
  readonly lo: number;
}

const sums = 'count(*) AS n, sum(hash_hi) AS hi, sum(hash_lo) AS lo';

/** Rows added up in one go: a few milliseconds of work. */
const pieceRows = 20_000;

/** Returns this store's digest of confirmed rows, parked ones included: per kind 256 buckets by id suffix. */
export function readDigest(db: ReadableDb): DigestTables {
  const steps = digestSteps(db);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** As {@link readDigest}, in steps that leave room for other work; what changes meanwhile may be in it or not. */
export function* digestSteps(db: ReadableDb): Generator<undefined, DigestTables> {
  const tables: Record<string, Record<string, [number, number, number]>> = {};
  const add = (rows: readonly BucketRow[]): void => {
    for (const { entity, bucket, n, hi, lo } of rows) {
      const buckets = (tables[entity] ??= {});
      const [count, high, low] = buckets[bucket] ?? [0, 0, 0];
      buckets[bucket] = [count + n, high + hi, low + lo];
    }
  };
  for (const entity of entityNames) {
    const { name } = tableOf(entity);
    const last = sql<{ last: number | null }>(db, `SELECT max(rowid) AS last FROM ${name}`).get()?.last ?? 0;
    for (let after = 0; after < last; after += pieceRows) {
      add(ofTable(db, entity, after));
      yield;
    }
  }
  add(ofParked(db));
  return tables as DigestTables;
}

/** Counts the synced rows this store holds, confirmed or not. */
export function countRows(db: ReadableDb): number {
  const counts = entityNames.map((entity) => `(SELECT count(*) FROM ${tableOf(entity).name})`);
  return sql<{ n: number }>(db, `SELECT ${counts.join(' + ')} AS n`).get()?.n ?? 0;
}

/** Counts how many of the named rows this store holds. */
export function countHeld(db: ReadableDb, rows: readonly { entity: string; id: string }[]): number {
  return rows.filter(({ entity, id }) => {
    if (!Object.hasOwn(entities, entity)) return false;
    return sql(db, `SELECT 1 FROM ${tableOf(entity as Entity).name} WHERE id = ?`).get(id) !== undefined;
  }).length;
}

function ofTable(db: ReadableDb, entity: Entity, after: number): BucketRow[] {
  return sql<BucketRow>(
    db,
    `SELECT '${entity}' AS entity, substr(id, -2) AS bucket, ${sums}
     FROM ${tableOf(entity).name} WHERE rowid > ? AND rowid <= ? AND hash_hi IS NOT NULL GROUP BY bucket`,
  ).all(after, after + pieceRows);
}

function ofParked(db: ReadableDb): BucketRow[] {
  return sql<BucketRow>(
    db,
    `SELECT entity, substr(row_id, -2) AS bucket, ${sums} FROM parked GROUP BY entity, bucket`,
  ).all();
}
