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

/** Returns this store's digest of confirmed rows, parked ones included: per kind 256 buckets by id suffix. */
export function readDigest(db: ReadableDb): DigestTables {
  const tables: Record<string, Record<string, [number, number, number]>> = {};
  const rows = [...entityNames.flatMap((entity) => ofTable(db, entity)), ...ofParked(db)];
  for (const { entity, bucket, n, hi, lo } of rows) {
    const buckets = (tables[entity] ??= {});
    const [count, high, low] = buckets[bucket] ?? [0, 0, 0];
    buckets[bucket] = [count + n, high + hi, low + lo];
  }
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

function ofTable(db: ReadableDb, entity: (typeof entityNames)[number]): BucketRow[] {
  return sql<BucketRow>(
    db,
    `SELECT '${entity}' AS entity, substr(id, -2) AS bucket, ${sums}
     FROM ${tableOf(entity).name} WHERE hash_hi IS NOT NULL GROUP BY bucket`,
  ).all();
}

function ofParked(db: ReadableDb): BucketRow[] {
  return sql<BucketRow>(
    db,
    `SELECT entity, substr(row_id, -2) AS bucket, ${sums} FROM parked GROUP BY entity, bucket`,
  ).all();
}
