import { createHash } from 'node:crypto';
import { rowHash, type Sha256Hex } from '#core/sync/digest.ts';
import { entities, type Entity } from '#core/sync/entities.ts';
import type { FieldMarks } from '#core/sync/merge.ts';
import type { WireRow } from '#core/sync/protocol.ts';
import { rows, type Queryable } from '#central/database.ts';

export type RowFields = Readonly<Record<string, unknown>>;

/** A synced row as the centre holds it; `data: null` is a tombstone. */
export interface StoredRecord {
  readonly entity: Entity;
  readonly id: string;
  readonly scope: string;
  readonly seq: number;
  readonly data: RowFields | null;
  readonly marks: FieldMarks;
}

export interface RecordKey {
  readonly entity: Entity;
  readonly id: string;
}

const sha256Hex: Sha256Hex = (text) => createHash('sha256').update(text).digest('hex');

/** Returns the one text that names a row. */
export function keyOf({ entity, id }: RecordKey): string {
  return `${entity}\n${id}`;
}

/** Reads the rows that exist among the keys, tombstones included. */
export function loadRecords(
  db: Queryable,
  tenantId: string,
  keys: readonly RecordKey[],
): Promise<StoredRecord[]> {
  return rows(
    db,
    `SELECT r.entity, r.id, r.scope, r.seq, r.data, r.field_meta AS marks
     FROM unnest($2::text[], $3::text[]) AS k (entity, id)
     JOIN record r ON r.tenant_id = $1 AND r.entity = k.entity AND r.id = k.id`,
    [tenantId, keys.map(({ entity }) => entity), keys.map(({ id }) => id)],
  );
}

/** Writes rows as they now stand, with their hashes. The caller holds the counter. */
export async function writeRecords(
  db: Queryable,
  tenantId: string,
  records: readonly StoredRecord[],
): Promise<void> {
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
}

function columnsOf(records: readonly StoredRecord[]): unknown[][] {
  const hashes = records.map(({ entity, id, data }) => (data ? rowHash(sha256Hex, entity, id, data) : null));
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

/** Returns the row as devices read it. */
export function toWire({ entity, id, scope, seq, data }: StoredRecord): WireRow {
  return { entity, id, scope, seq, data: data as WireRow['data'] };
}
