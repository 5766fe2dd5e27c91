import { entities, entityNames } from '#core/sync/entities.ts';
import { row, rows, type Queryable } from '#central/database.ts';
import type { RecordKey, StoredRecord } from '#central/store/shapes.ts';
import type { Snapshot, Transaction } from '#central/store/store.ts';
import { storedHash } from '#central/store/stored-hash.ts';

type RecordReads = Pick<
  Snapshot,
  | 'records'
  | 'recordsIn'
  | 'pageOf'
  | 'changedRows'
  | 'countRowsUntil'
  | 'rowsUntil'
  | 'usefulScopes'
  | 'hasNews'
  | 'visiblePage'
  | 'countVisible'
>;

const ranks = entityNames.map((entity) => entities[entity].rank);

const olderRows = `FROM record
  WHERE tenant_id = $1 AND rank = ANY ($2) AND scope = ANY ($3) AND seq <= $4 AND data IS NOT NULL`;

/** Rows of tenant $1 numbered after $3 up to $4 in scopes that manager $2 sees now, at most $5. */
export const changedRows = `SELECT r.entity, r.id, r.scope, r.seq, r.data FROM record r
  WHERE r.tenant_id = $1 AND r.seq > $3 AND r.seq <= $4 AND EXISTS (
    SELECT FROM scope_grant g
    WHERE g.tenant_id = $1 AND g.manager_id = $2 AND g.scope = r.scope AND g.to_seq IS NULL)
  ORDER BY r.seq LIMIT $5`;

/** Reads rows of a tenant. */
export function recordReads(db: Queryable, tenantId: string): RecordReads {
  return {
    records: (keys) => readRecords(db, tenantId, keys),
    recordsIn: (entity, scopes) =>
      rows(
        db,
        `SELECT entity, id, scope, seq, data, field_meta AS marks FROM record
         WHERE tenant_id = $1 AND rank = $2 AND scope = ANY ($3) AND data IS NOT NULL ORDER BY id`,
        [tenantId, entities[entity].rank, scopes],
      ),
    pageOf: (entity, { after, limit }) =>
      rows(
        db,
        `SELECT entity, id, scope, seq, data FROM record
         WHERE tenant_id = $1 AND entity = $2 AND id > $3 AND data IS NOT NULL ORDER BY id LIMIT $4`,
        [tenantId, entity, after, limit],
      ),
    changedRows: ({ managerId, from, to, limit }) =>
      rows(db, changedRows, [tenantId, managerId, from, to, limit]),
    countRowsUntil: async (scopes, seq) => {
      const text = `SELECT scope, count(*) AS count ${olderRows} GROUP BY scope`;
      const found = await rows<{ scope: string; count: number }>(db, text, [tenantId, ranks, scopes, seq]);
      return new Map(found.map(({ scope, count }) => [scope, count]));
    },
    rowsUntil: (scopes, seq) =>
      rows(db, `SELECT entity, id, scope, seq, data ${olderRows} ORDER BY rank, seq`, [
        tenantId,
        ranks,
        scopes,
        seq,
      ]),
    usefulScopes: async (managerId, limit) => {
      const found = await rows<{ scope: string }>(
        db,
        `SELECT g.scope FROM scope_grant g
         LEFT JOIN record r ON r.tenant_id = $1 AND r.rank = $3 AND r.scope = g.scope AND r.data ->> 'status' = 'OPEN'
         WHERE g.tenant_id = $1 AND g.manager_id = $2 AND g.to_seq IS NULL AND g.scope LIKE 'client:%'
         GROUP BY g.scope ORDER BY min((r.data ->> 'dueAt')::bigint) NULLS LAST, g.scope LIMIT $4`,
        [tenantId, managerId, entities.task.rank, limit],
      );
      return found.map(({ scope }) => scope);
    },
    hasNews: async (managerId, seq) => {
      const found = await row<{ news: boolean }>(
        db,
        `SELECT EXISTS (SELECT FROM access_log WHERE tenant_id = $1 AND manager_id = $2 AND seq > $3)
             OR EXISTS (SELECT FROM record r JOIN scope_grant g
                          ON g.tenant_id = $1 AND g.manager_id = $2 AND g.scope = r.scope AND g.to_seq IS NULL
                        WHERE r.tenant_id = $1 AND r.seq > $3) AS news`,
        [tenantId, managerId, seq],
      );
      return found?.news ?? false;
    },
    // Both sides are walked in scope order, so a page costs what it passes and needs no sort.
    visiblePage: (managerId, { rank, scope, id, limit }) =>
      rows(
        db,
        `SELECT r.entity, r.id, r.scope, r.seq, r.data
         FROM scope_grant g
         JOIN record r ON r.tenant_id = $1 AND r.rank = $3 AND r.scope = g.scope
         WHERE g.tenant_id = $1 AND g.manager_id = $2 AND g.to_seq IS NULL
           AND g.scope >= $4 AND r.scope >= $4 AND (r.scope, r.id) > ($4, $5) AND r.data IS NOT NULL
         ORDER BY r.scope, r.id LIMIT $6`,
        [tenantId, managerId, rank, scope, id, limit],
      ),
    countVisible: async (managerId) => {
      const found = await row<{ count: number }>(
        db,
        `SELECT count(*) AS count FROM scope_grant g
         JOIN record r ON r.tenant_id = $1 AND r.rank = ANY ($3) AND r.scope = g.scope
         WHERE g.tenant_id = $1 AND g.manager_id = $2 AND g.to_seq IS NULL AND r.data IS NOT NULL`,
        [tenantId, managerId, ranks],
      );
      return found?.count ?? 0;
    },
  };
}

function readRecords(db: Queryable, tenantId: string, keys: readonly RecordKey[]): Promise<StoredRecord[]> {
  return rows(
    db,
    `SELECT r.entity, r.id, r.scope, r.seq, r.data, r.field_meta AS marks
     FROM unnest($2::text[], $3::text[]) AS k (entity, id)
     JOIN record r ON r.tenant_id = $1 AND r.entity = k.entity AND r.id = k.id`,
    [tenantId, keys.map(({ entity }) => entity), keys.map(({ id }) => id)],
  );
}

/** Writes rows of a tenant. */
export function recordWrites(db: Queryable, tenantId: string): Pick<Transaction, 'writeRecords'> {
  return {
    writeRecords: async (records) => {
      if (records.length === 0) return;
      await rows(
        db,
        `INSERT INTO record (tenant_id, entity, id, scope, rank, seq, hash_hi, hash_lo, data, field_meta)
         SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::smallint[], $6::bigint[],
                                  $7::integer[], $8::integer[], $9::jsonb[], $10::jsonb[])
         ON CONFLICT (tenant_id, entity, id) DO UPDATE SET
           seq = excluded.seq, hash_hi = excluded.hash_hi, hash_lo = excluded.hash_lo,
           data = excluded.data, field_meta = excluded.field_meta`,
        [tenantId, ...columnsOf(records)],
      );
    },
  };
}

function columnsOf(records: readonly StoredRecord[]): unknown[][] {
  const hashes = records.map(storedHash);
  return [
    records.map(({ entity }) => entity),
    records.map(({ id }) => id),
    records.map(({ scope }) => scope),
    records.map(({ entity }) => entities[entity].rank),
    records.map(({ seq }) => seq),
    hashes.map((hash) => hash?.hi ?? null),
    hashes.map((hash) => hash?.lo ?? null),
    records.map(({ data }) => (data ? JSON.stringify(data) : null)),
    records.map(({ marks }) => JSON.stringify(marks)),
  ];
}
