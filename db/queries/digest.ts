import { bucketOf, type RowHash } from '#core/sync/digest.ts';
import { entities, entityNames, type Entity } from '#core/sync/entities.ts';
import type { DigestTables } from '#core/sync/protocol.ts';
import { sql, type ReadableDb } from '#db/handles.ts';
import { hashOf } from '#db/row-hash.ts';
import { tableOf } from '#db/rows.ts';

interface BucketRow {
  readonly entity: string;
  readonly bucket: string;
  readonly n: number;
  readonly hi: number;
  readonly lo: number;
}

const sums = 'count(*) AS n, sum(hash_hi) AS hi, sum(hash_lo) AS lo';

/** Rows added up before other work has its turn: about two milliseconds. */
const pieceRows = 20_000;
/** Buckets added up in one go: a sixteenth of a kind. */
const pieceBuckets = 16;

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
  let since = 0;
  for (const entity of entityNames) {
    let piece: BucketRow[];
    let after = '';
    do {
      piece = ofTable(db, entity, after);
      add(piece);
      after = piece.at(-1)?.bucket ?? '';
      since += piece.reduce((sum, { n }) => sum + n, 0);
      if (since < pieceRows) continue;
      since = 0;
      yield;
    } while (piece.length === pieceBuckets);
  }
  add(ofParked(db));
  add(ofHidden(db));
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
    return hasRow(db, entity as Entity, id);
  }).length;
}

/**
 * Returns the hash of every confirmed row in some buckets (`client/3f`), by `entity id`: what the centre's list of the
 * same buckets is compared with.
 */
export function readHashes(db: ReadableDb, buckets: readonly string[]): Map<string, RowHash> {
  const hashes = new Map<string, RowHash>();
  for (const [entity, ofKind] of Map.groupBy(buckets, (bucket) => bucket.slice(0, bucket.lastIndexOf('/')))) {
    const suffixes = JSON.stringify(ofKind.map((bucket) => bucket.slice(bucket.lastIndexOf('/') + 1)));
    const add = (rows: readonly (RowHash & { id: string })[]): void => {
      for (const { id, hi, lo } of rows) hashes.set(`${entity} ${id}`, { hi, lo });
    };
    if (Object.hasOwn(entities, entity)) {
      const { name } = tableOf(entity as Entity);
      const text = `SELECT id, hash_hi AS hi, hash_lo AS lo FROM ${name}
        WHERE hash_hi IS NOT NULL AND substr(id, -2) IN (SELECT value FROM json_each(?))`;
      add(sql<RowHash & { id: string }>(db, text).all(suffixes));
    }
    const parked = `SELECT row_id AS id, hash_hi AS hi, hash_lo AS lo FROM parked
      WHERE entity = ? AND substr(row_id, -2) IN (SELECT value FROM json_each(?))`;
    add(sql<RowHash & { id: string }>(db, parked).all(entity, suffixes));
    add(
      listHidden(db).filter(
        (row) => row.entity === entity && ofKind.includes(`${entity}/${bucketOf(row.id)}`),
      ),
    );
  }
  return hashes;
}

/** The next buckets of a kind, off its index of hashes alone: the rows themselves, twenty times as long, stay unread. */
function ofTable(db: ReadableDb, entity: Entity, after: string): BucketRow[] {
  return sql<BucketRow>(
    db,
    `SELECT '${entity}' AS entity, substr(id, -2) AS bucket, ${sums} FROM ${tableOf(entity).name}
     WHERE hash_hi IS NOT NULL AND substr(id, -2) > ? GROUP BY substr(id, -2) LIMIT ${pieceBuckets}`,
  ).all(after);
}

function ofParked(db: ReadableDb): BucketRow[] {
  return sql<BucketRow>(
    db,
    `SELECT entity, substr(row_id, -2) AS bucket, ${sums} FROM parked GROUP BY entity, bucket`,
  ).all();
}

/** Rows deleted here while the centre does not know it yet: confirmed, though nothing shows them. */
function ofHidden(db: ReadableDb): BucketRow[] {
  return listHidden(db).map(({ entity, id, hi, lo }) => ({ entity, bucket: bucketOf(id), n: 1, hi, lo }));
}

function listHidden(db: ReadableDb): (RowHash & { readonly entity: Entity; readonly id: string })[] {
  return sql<{ entity: Entity; id: string; data: string }>(
    db,
    `SELECT s.entity, s.row_id AS id, s.data FROM shadow s WHERE s.data IS NOT NULL
       AND EXISTS (SELECT 1 FROM outbox o WHERE o.entity = s.entity AND o.row_id = s.row_id AND o.op = 'delete')
       AND NOT EXISTS (SELECT 1 FROM parked p WHERE p.entity = s.entity AND p.row_id = s.row_id)`,
  )
    .all()
    .filter(({ entity, id }) => !hasRow(db, entity, id))
    .map(({ entity, id, data }) => ({ entity, id, ...hashOf(entity, id, JSON.parse(data) as Data) }));
}

type Data = Readonly<Record<string, unknown>>;

function hasRow(db: ReadableDb, entity: Entity, id: string): boolean {
  return sql(db, `SELECT 1 FROM ${tableOf(entity).name} WHERE id = ?`).get(id) !== undefined;
}
