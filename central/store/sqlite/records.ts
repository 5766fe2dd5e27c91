import { entities } from '#core/sync/entities.ts';
import type { WireRow } from '#core/sync/protocol.ts';
import type { StoredRecord } from '#central/store/shapes.ts';
import type { Snapshot, Transaction } from '#central/store/store.ts';
import type { Tables } from '#central/store/sqlite/statements.ts';
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

type Stored<Row> = Omit<Row, 'data'> & { readonly data: string | null };

const isGranted = `EXISTS (SELECT 1 FROM scope_grant g
  WHERE g.tenant_id = ?1 AND g.manager_id = ?2 AND g.scope = r.scope AND g.to_seq IS NULL)`;

/** Reads rows of a tenant. */
export function recordReads({ all, get }: Tables): RecordReads {
  return {
    records: async (keys) =>
      keys.flatMap(({ entity, id }) => {
        const found = get<Stored<StoredRecord> & { marks: string }>(
          `SELECT entity, id, scope, seq, data, field_meta AS marks FROM record
           WHERE tenant_id = ?1 AND entity = ?2 AND id = ?3`,
          entity,
          id,
        );
        return found ? [{ ...rowOf(found), marks: JSON.parse(found.marks) as StoredRecord['marks'] }] : [];
      }),
    recordsIn: async (entity, scopes) =>
      all<Stored<StoredRecord> & { marks: string }>(
        `SELECT entity, id, scope, seq, data, field_meta AS marks FROM record
         WHERE tenant_id = ?1 AND rank = ?2 AND scope IN (SELECT value FROM json_each(?3)) AND data IS NOT NULL
         ORDER BY id`,
        entities[entity].rank,
        JSON.stringify(scopes),
      ).map((found) => ({ ...rowOf(found), marks: JSON.parse(found.marks) as StoredRecord['marks'] })),
    pageOf: async (entity, { after, limit }) =>
      all<Stored<WireRow>>(
        `SELECT entity, id, scope, seq, data FROM record
         WHERE tenant_id = ?1 AND entity = ?2 AND id > ?3 AND data IS NOT NULL ORDER BY id LIMIT ?4`,
        entity,
        after,
        limit,
      ).map(rowOf),
    changedRows: async ({ managerId, from, to, limit }) =>
      all<Stored<WireRow>>(
        `SELECT r.entity, r.id, r.scope, r.seq, r.data FROM record r
         WHERE r.tenant_id = ?1 AND r.seq > ?3 AND r.seq <= ?4 AND ${isGranted} ORDER BY r.seq LIMIT ?5`,
        managerId,
        from,
        to,
        limit,
      ).map(rowOf),
    countRowsUntil: async (scopes, seq) => {
      const found = all<{ scope: string; count: number }>(
        `SELECT scope, count(*) AS count FROM record
         WHERE tenant_id = ?1 AND scope IN (SELECT value FROM json_each(?2)) AND seq <= ?3 AND data IS NOT NULL
         GROUP BY scope`,
        JSON.stringify(scopes),
        seq,
      );
      return new Map(found.map(({ scope, count }) => [scope, count]));
    },
    rowsUntil: async (scopes, seq) =>
      all<Stored<WireRow>>(
        `SELECT entity, id, scope, seq, data FROM record
         WHERE tenant_id = ?1 AND scope IN (SELECT value FROM json_each(?2)) AND seq <= ?3 AND data IS NOT NULL
         ORDER BY rank, seq`,
        JSON.stringify(scopes),
        seq,
      ).map(rowOf),
    usefulScopes: async (managerId, limit) =>
      all<{ scope: string }>(
        `SELECT g.scope FROM scope_grant g
         LEFT JOIN record r ON r.tenant_id = ?1 AND r.rank = ?3 AND r.scope = g.scope AND r.data ->> 'status' = 'OPEN'
         WHERE g.tenant_id = ?1 AND g.manager_id = ?2 AND g.to_seq IS NULL AND g.scope LIKE 'client:%'
         GROUP BY g.scope ORDER BY min(r.data ->> 'dueAt') NULLS LAST, g.scope LIMIT ?4`,
        managerId,
        entities.task.rank,
        limit,
      ).map(({ scope }) => scope),
    hasNews: async (managerId, seq) => {
      const found = get<{ news: number }>(
        `SELECT EXISTS (SELECT 1 FROM access_log WHERE tenant_id = ?1 AND manager_id = ?2 AND seq > ?3)
             OR EXISTS (SELECT 1 FROM record r WHERE r.tenant_id = ?1 AND r.seq > ?3 AND ${isGranted}) AS news`,
        managerId,
        seq,
      );
      return found?.news === 1;
    },
    visiblePage: async (managerId, { rank, scope, id, limit }) =>
      all<Stored<WireRow>>(
        `SELECT r.entity, r.id, r.scope, r.seq, r.data
         FROM scope_grant g CROSS JOIN record r ON r.tenant_id = ?1 AND r.scope = g.scope AND r.rank = ?3
         WHERE g.tenant_id = ?1 AND g.manager_id = ?2 AND g.to_seq IS NULL AND g.scope >= ?4
           AND (r.scope, r.id) > (?4, ?5) AND r.data IS NOT NULL
         ORDER BY g.scope, r.id LIMIT ?6`,
        managerId,
        rank,
        scope,
        id,
        limit,
      ).map(rowOf),
    countVisible: async (managerId) => {
      const found = get<{ count: number }>(
        `SELECT count(*) AS count FROM scope_grant g CROSS JOIN record r ON r.tenant_id = ?1 AND r.scope = g.scope
         WHERE g.tenant_id = ?1 AND g.manager_id = ?2 AND g.to_seq IS NULL AND r.data IS NOT NULL`,
        managerId,
      );
      return found?.count ?? 0;
    },
  };
}

function rowOf<Row extends { readonly data: string | null }>(
  row: Row,
): Omit<Row, 'data'> & { readonly data: Record<string, unknown> | null } {
  return { ...row, data: row.data === null ? null : (JSON.parse(row.data) as Record<string, unknown>) };
}

/** Writes rows of a tenant. */
export function recordWrites({ run }: Tables): Pick<Transaction, 'writeRecords'> {
  return {
    writeRecords: async (records) => {
      for (const record of records) {
        const { entity, id, scope, seq, data, marks } = record;
        const hash = storedHash(record);
        run(
          `INSERT INTO record (tenant_id, entity, id, scope, rank, seq, hash_hi, hash_lo, data, field_meta)
           VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
           ON CONFLICT (tenant_id, entity, id) DO UPDATE SET
             seq = excluded.seq, hash_hi = excluded.hash_hi, hash_lo = excluded.hash_lo,
             data = excluded.data, field_meta = excluded.field_meta`,
          entity,
          id,
          scope,
          entities[entity].rank,
          seq,
          hash?.hi ?? null,
          hash?.lo ?? null,
          data && JSON.stringify(data),
          JSON.stringify(marks),
        );
      }
    },
  };
}
