import { z } from 'zod';
import type { Instant } from '#core/base/time.ts';
import { entities, type Entity } from '#core/sync/entities.ts';
import { derive, type TouchedRow } from '#db/changes/derive.ts';
import { hashOf, heldSeq, setImage } from '#db/changes/image.ts';
import {
  listParked,
  park,
  parkedSeq,
  unpark,
  type IncomingRow,
  type ParkReason,
} from '#db/changes/parking.ts';
import { throughGate } from '#db/gate.ts';
import type { WritableDb } from '#db/handles.ts';

const incomingRow = z.object({
  entity: z.string().min(1).max(40),
  id: z.string().min(1).max(64),
  scope: z.string().min(1).max(80),
  seq: z.int().positive(),
  data: z.record(z.string(), z.unknown()).nullable(),
});

/**
 * The one door for rows from the centre: newer images replace older ones, never the other way round; changes still
 * waiting here stay on top; a row this program cannot read is parked. One transaction, derived data included;
 * nested in a caller's transaction it joins that. Returns the rows it touched. Throws on a row without an identity.
 */
export function applyConfirmed(db: WritableDb, rows: readonly unknown[], now: Instant): TouchedRow[] {
  return throughGate(db, () => {
    const touched = applyUnderived(db, rows, now);
    derive(db, touched, now);
    return touched;
  });
}

/** As {@link applyConfirmed}, leaving derived data to the caller, inside the caller's transaction. */
export function applyUnderived(db: WritableDb, rows: readonly unknown[], now: Instant): TouchedRow[] {
  return rows.flatMap((row) => applyRow(db, incomingRow.parse(row), now));
}

/** Tries every parked row again: a newer program may be able to read it now. Returns the rows it touched. */
export function retryParked(db: WritableDb, now: Instant): TouchedRow[] {
  return applyConfirmed(db, listParked(db), now);
}

/** Returns what derived data must look at after a row changed or went: the row and the client it belongs to. */
export function touchedBy(entity: Entity, id: string, scope: string): TouchedRow[] {
  const [kind, owner] = scope.split(':');
  if (kind !== 'client' || owner === undefined || entity === 'client') return [{ entity, id }];
  return [
    { entity, id },
    { entity: 'client', id: owner },
  ];
}

function applyRow(db: WritableDb, row: IncomingRow, now: Instant): TouchedRow[] {
  const { entity, id } = row;
  const parked = parkedSeq(db, entity, id);
  if (parked > row.seq || (isKnown(entity) && heldSeq(db, entity, id) > row.seq)) return [];
  if (parked > 0) unpark(db, entity, id);
  const read = isKnown(entity) ? readData(entity, row.data) : 'UNKNOWN_ENTITY';
  if (typeof read === 'string') parkRow(db, row, read, now);
  if (!isKnown(entity) || typeof read === 'string') return [];
  if (!read.isWhole) parkRow(db, row, 'UNKNOWN_FIELDS', now);
  setImage(db, { entity, id, scope: row.scope, seq: row.seq, data: read.data });
  return row.data === null ? touchedBy(entity, id, row.scope) : [{ entity, id }];
}

function isKnown(entity: string): entity is Entity {
  return Object.hasOwn(entities, entity);
}

/** Reads a row's data by its kind's schema; `isWhole` false where a newer centre sent more fields than known here. */
function readData(
  entity: Entity,
  data: IncomingRow['data'],
): { data: Record<string, unknown> | null; isWhole: boolean } | 'INVALID' {
  if (data === null) return { data: null, isWhole: true };
  const parsed = entities[entity].fields.safeParse(data);
  if (!parsed.success) return 'INVALID';
  return { data: parsed.data, isWhole: Object.keys(data).length === Object.keys(parsed.data).length };
}

function parkRow(db: WritableDb, row: IncomingRow, reason: ParkReason, now: Instant): void {
  if (row.data === null) return;
  park(db, row, { hash: hashOf(row.entity, row.id, row.data), reason, now });
}
