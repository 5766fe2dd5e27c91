import type { Instant } from '#core/base/time.ts';
import type { RowHash } from '#core/sync/digest.ts';
import { sql, type ReadableDb, type WritableDb } from '#db/handles.ts';

/** Why a confirmed row cannot be shown (in full): a kind or a field of a newer centre, or a broken value. */
export type ParkReason = 'UNKNOWN_ENTITY' | 'UNKNOWN_FIELDS' | 'INVALID';

/** A confirmed row as it came, whatever its kind. */
export interface IncomingRow {
  readonly entity: string;
  readonly id: string;
  readonly scope: string;
  readonly seq: number;
  readonly data: Readonly<Record<string, unknown>> | null;
}

/** Keeps a row that this program cannot read, with its own hash, so that the copy stays provably whole. */
export function park(
  db: WritableDb,
  row: IncomingRow,
  why: { hash: RowHash; reason: ParkReason; now: Instant },
): void {
  sql(
    db,
    `INSERT INTO parked (entity, row_id, scope, seq, data, hash_hi, hash_lo, reason, parked_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (entity, row_id) DO UPDATE SET scope = excluded.scope, seq = excluded.seq, data = excluded.data,
       hash_hi = excluded.hash_hi, hash_lo = excluded.hash_lo, reason = excluded.reason, parked_at = excluded.parked_at`,
  ).run(
    row.entity,
    row.id,
    row.scope,
    row.seq,
    JSON.stringify(row.data),
    why.hash.hi,
    why.hash.lo,
    why.reason,
    why.now,
  );
}

/** Forgets a parked row: a newer image of it could be read, or it is gone. */
export function unpark(db: WritableDb, entity: string, id: string): void {
  sql(db, 'DELETE FROM parked WHERE entity = ? AND row_id = ?').run(entity, id);
}

/** Returns the seq of a parked row; 0 where none is parked. */
export function parkedSeq(db: ReadableDb, entity: string, id: string): number {
  const text = 'SELECT seq FROM parked WHERE entity = ? AND row_id = ?';
  return sql<{ seq: number }>(db, text).get(entity, id)?.seq ?? 0;
}

/** True when anything is parked at all. */
export function hasParked(db: ReadableDb): boolean {
  return sql(db, 'SELECT 1 FROM parked LIMIT 1').get() !== undefined;
}

/** Returns every parked row, for another try after an upgrade. */
export function listParked(db: ReadableDb): IncomingRow[] {
  const rows = sql<Omit<IncomingRow, 'data'> & { data: string }>(
    db,
    'SELECT entity, row_id AS id, scope, seq, data FROM parked ORDER BY seq',
  ).all();
  return rows.map((row) => ({ ...row, data: JSON.parse(row.data) as Record<string, unknown> }));
}
