import type { Instant } from '#core/base/time.ts';
import { entities, entityNames, type Entity } from '#core/sync/entities.ts';
import { applyUnderived, touchedBy } from '#db/changes/confirm.ts';
import { derive, type TouchedRow } from '#db/changes/derive.ts';
import { hasShadows, setImage } from '#db/changes/image.ts';
import { hasParked, unpark } from '#db/changes/parking.ts';
import { throughGate } from '#db/gate.ts';
import { sql, type WritableDb } from '#db/handles.ts';
import { hashOf } from '#db/row-hash.ts';
import { decode, readRow, tableOf } from '#db/rows.ts';

/** A row by its name. */
export interface RowKey {
  readonly entity: string;
  readonly id: string;
}

/**
 * Puts exactly these rows right: those the centre sent replace what is here whatever it claims to be, the others go.
 * What waits to be uploaded stays on top. One transaction; returns the rows it touched.
 */
export function replaceRows(
  db: WritableDb,
  { rows, gone }: { readonly rows: readonly unknown[]; readonly gone: readonly RowKey[] },
  now: Instant,
): TouchedRow[] {
  return throughGate(db, () => {
    for (const row of rows) forgetSeq(db, row as RowKey);
    const touched = [...applyUnderived(db, rows, now), ...gone.flatMap((key) => remove(db, key))];
    derive(db, touched, now);
    return touched;
  });
}

function forgetSeq(db: WritableDb, { entity, id }: RowKey): void {
  sql(db, 'UPDATE parked SET seq = 0 WHERE entity = ? AND row_id = ?').run(entity, id);
  if (!isKnown(entity)) return;
  sql(db, `UPDATE ${tableOf(entity).name} SET seq = -abs(seq) WHERE id = ?`).run(id);
  sql(db, 'UPDATE shadow SET seq = -abs(seq) WHERE entity = ? AND row_id = ?').run(entity, id);
}

function remove(db: WritableDb, { entity, id }: RowKey): TouchedRow[] {
  unpark(db, entity, id);
  if (!isKnown(entity)) return [];
  const row = readRow(db, entity, id);
  if (!row) return [];
  setImage(db, { entity, id, scope: row.scope, seq: Math.max(1, Math.abs(row.seq)), data: null });
  return touchedBy(entity, id, row.scope);
}

function isKnown(entity: string): entity is Entity {
  return Object.hasOwn(entities, entity);
}

/** Where a recomputation of hashes stands: the kind of row, and the last row looked at. */
export interface VerifyPlace {
  readonly kind: number;
  readonly after: number;
}

/** Rows hashed in one go: some ten milliseconds of work. */
const pieceRows = 500;

/**
 * Recomputes the hashes of the next rows from the values that lie in the store and corrects columns that say something
 * else, so that a digest speaks of what is here. Returns where to go on, or null at the end; and how many were corrected.
 */
export function verifyNext(
  db: WritableDb,
  { kind, after }: VerifyPlace,
): { readonly next: VerifyPlace | null; readonly corrected: number } {
  const entity = entityNames[kind];
  if (!entity) return { next: null, corrected: verifyParked(db) };
  return throughGate(db, () => {
    const { name } = tableOf(entity);
    const rows = sql<Record<string, unknown>>(
      db,
      `SELECT rowid AS place, * FROM ${name} WHERE rowid > ? ORDER BY rowid LIMIT ${pieceRows}`,
    ).all(after);
    const isQuiet = !hasShadows(db) && !hasParked(db);
    const corrected = rows.filter((row) => correct(db, entity, row, isQuiet)).length;
    const last = rows.at(-1)?.['place'] as number | undefined;
    const isDone = rows.length < pieceRows || last === undefined;
    return { next: isDone ? { kind: kind + 1, after: -1 } : { kind, after: last }, corrected };
  });
}

/** `isQuiet`: nothing waits and nothing is parked, so that rows need no second look. */
function correct(db: WritableDb, entity: Entity, row: Record<string, unknown>, isQuiet: boolean): boolean {
  const id = row['id'] as string;
  const hash = isQuiet ? hashOf(entity, id, decode(entity, row)) : expectedHash(db, entity, row);
  if (row['hash_hi'] === (hash?.hi ?? null) && row['hash_lo'] === (hash?.lo ?? null)) return false;
  const text = `UPDATE ${tableOf(entity).name} SET hash_hi = ?, hash_lo = ? WHERE id = ?`;
  sql(db, text).run(hash?.hi ?? null, hash?.lo ?? null, id);
  return true;
}

/** The hash of the confirmed image: that of the row itself, or of its shadow where changes of it wait. */
function expectedHash(db: WritableDb, entity: Entity, row: Record<string, unknown>) {
  const id = row['id'] as string;
  if (sql(db, 'SELECT 1 FROM parked WHERE entity = ? AND row_id = ?').get(entity, id)) return null;
  const shadow = sql<{ data: string | null }>(
    db,
    'SELECT data FROM shadow WHERE entity = ? AND row_id = ?',
  ).get(entity, id);
  if (shadow?.data === null) return null;
  const data = shadow ? (JSON.parse(shadow.data) as Record<string, unknown>) : decode(entity, row);
  return hashOf(entity, id, data);
}

function verifyParked(db: WritableDb): number {
  const rows = sql<{ entity: string; id: string; data: string; hi: number; lo: number }>(
    db,
    'SELECT entity, row_id AS id, data, hash_hi AS hi, hash_lo AS lo FROM parked',
  ).all();
  const wrong = rows.filter(({ entity, id, data, hi, lo }) => {
    const hash = hashOf(entity, id, JSON.parse(data) as Record<string, unknown>);
    if (hash.hi === hi && hash.lo === lo) return false;
    const text = 'UPDATE parked SET hash_hi = ?, hash_lo = ? WHERE entity = ? AND row_id = ?';
    sql(db, text).run(hash.hi, hash.lo, entity, id);
    return true;
  });
  return wrong.length;
}
