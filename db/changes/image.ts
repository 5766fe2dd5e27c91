import type { RowHash } from '#core/sync/digest.ts';
import type { Entity } from '#core/sync/entities.ts';
import { replay, type ConfirmedImage } from '#core/sync/rebase.ts';
import { parkedSeq } from '#db/changes/parking.ts';
import { sql, type ReadableDb, type WritableDb } from '#db/handles.ts';
import { listIntents } from '#db/queries/outbox.ts';
import { hashOf } from '#db/row-hash.ts';
import { removeRow, tableOf, writeRow } from '#db/rows.ts';

/** A readable row as the centre holds it. */
export interface ConfirmedRow extends ConfirmedImage {
  readonly entity: Entity;
  readonly id: string;
  readonly scope: string;
}

/**
 * Makes an image the confirmed one and shows it, with this device's unanswered changes on top.
 */
export function setImage(db: WritableDb, row: ConfirmedRow): void {
  const known = hasShadows(db) && shadowOf(db, row.entity, row.id) !== null;
  if (!known) return show(db, row, row.data);
  sql(db, 'UPDATE shadow SET scope = ?, seq = ?, data = ? WHERE entity = ? AND row_id = ?').run(
    row.scope,
    row.seq,
    row.data && JSON.stringify(row.data),
    row.entity,
    row.id,
  );
  reshow(db, row);
}

/** Shows a row anew after its unanswered changes became fewer; the last one answered ends its shadow. */
export function reshow(db: WritableDb, row: ConfirmedRow): void {
  const intents = listIntents(db, row.entity, row.id);
  show(db, row, replay(row, intents));
  if (intents.length === 0) dropShadow(db, row.entity, row.id);
}

/** Returns the confirmed image kept aside for a row with unanswered changes, or null where there are none. */
export function shadowOf(db: ReadableDb, entity: Entity, id: string): ConfirmedRow | null {
  const found = sql<{ scope: string; seq: number; data: string | null }>(
    db,
    'SELECT scope, seq, data FROM shadow WHERE entity = ? AND row_id = ?',
  ).get(entity, id);
  if (!found) return null;
  const data = found.data === null ? null : (JSON.parse(found.data) as Record<string, unknown>);
  return { entity, id, scope: found.scope, seq: found.seq, data };
}

/** Returns the seq of the confirmed image this store holds of a row; 0 where it holds none. */
export function heldSeq(db: ReadableDb, entity: Entity, id: string): number {
  const shadow = hasShadows(db)
    ? sql<{ seq: number }>(db, 'SELECT seq FROM shadow WHERE entity = ? AND row_id = ?').get(entity, id)
    : undefined;
  if (shadow) return shadow.seq;
  const text = `SELECT seq FROM ${tableOf(entity).name} WHERE id = ?`;
  return sql<{ seq: number }>(db, text).get(id)?.seq ?? 0;
}

/** Writes a confirmed image as it is: for rows that have no unanswered changes and are not parked. */
export function writeImage(db: WritableDb, row: ConfirmedRow): void {
  if (row.data === null) removeRow(db, row.entity, row.id);
  else writeShown(db, row, { data: row.data, hash: hashOf(row.entity, row.id, row.data) });
}

/** Shows an image; a parked row's hash is kept with its parked whole, so the visible part has none. */
function show(db: WritableDb, row: ConfirmedRow, data: Readonly<Record<string, unknown>> | null): void {
  const { entity, id } = row;
  if (data === null) return removeRow(db, entity, id);
  const isCounted = row.data !== null && parkedSeq(db, entity, id) === 0;
  writeShown(db, row, { data, hash: isCounted ? hashOf(entity, id, row.data) : null });
}

function writeShown(
  db: WritableDb,
  { entity, id, scope, seq }: ConfirmedRow,
  { data, hash }: { readonly data: Readonly<Record<string, unknown>>; readonly hash: RowHash | null },
): void {
  writeRow(db, entity, id, data, { scope, seq, hashHi: hash?.hi ?? null, hashLo: hash?.lo ?? null });
}

/** True when any row has unanswered changes. */
export function hasShadows(db: ReadableDb): boolean {
  return sql(db, 'SELECT 1 FROM shadow LIMIT 1').get() !== undefined;
}

function dropShadow(db: WritableDb, entity: Entity, id: string): void {
  sql(db, 'DELETE FROM shadow WHERE entity = ? AND row_id = ?').run(entity, id);
}
