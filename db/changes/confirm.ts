import { z } from 'zod';
import type { Instant } from '#core/base/time.ts';
import { entities, type Entity } from '#core/sync/entities.ts';
import { derive, type TouchedRow } from '#db/changes/derive.ts';
import { hasShadows, heldSeq, setImage, writeImage } from '#db/changes/image.ts';
import {
  hasParked,
  listParked,
  park,
  parkedSeq,
  unpark,
  type IncomingRow,
  type ParkReason,
} from '#db/changes/parking.ts';
import { throughGate } from '#db/gate.ts';
import { sql, type WritableDb } from '#db/handles.ts';
import { hashOf } from '#db/row-hash.ts';
import { tableOf } from '#db/rows.ts';

const incomingRow = z.object({
  entity: z.string().min(1).max(40),
  id: z.string().min(1).max(64),
  scope: z.string().min(1).max(80),
  seq: z.int().positive(),
  data: z.custom<IncomingRow['data']>((data) => typeof data === 'object' && !Array.isArray(data)),
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
  const incoming = rows.map((row) => incomingRow.parse(row));
  const page: Page = { now, held: heldSeqs(db, incoming), isQuiet: !hasShadows(db) && !hasParked(db) };
  return incoming.flatMap((row) => applyRow(db, row, page));
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

/** What is known of a page before its rows are applied, so that most rows cost one statement each. */
interface Page {
  readonly now: Instant;
  /** The seq of the page's rows already here, asked for in one go. */
  readonly held: Map<string, number>;
  /** True while nothing waits to be uploaded and nothing is parked: rows then need no second look. */
  isQuiet: boolean;
}

function applyRow(db: WritableDb, row: IncomingRow, page: Page): TouchedRow[] {
  const { entity, id, scope, seq } = row;
  if (seqHere(db, row, page) > seq) return [];
  if (!page.isQuiet) unpark(db, entity, id);
  if (!isKnown(entity)) return parkRow(db, row, 'UNKNOWN_ENTITY', page);
  const read = readData(entity, row.data);
  if (read === 'INVALID') return parkRow(db, row, 'INVALID', page);
  if (!read.isWhole) parkRow(db, row, 'UNKNOWN_FIELDS', page);
  const image = { entity, id, scope, seq, data: read.data };
  page.held.set(`${entity} ${id}`, seq);
  if (page.isQuiet) writeImage(db, image);
  else setImage(db, image);
  return row.data === null ? touchedBy(entity, id, scope) : [{ entity, id }];
}

function seqHere(db: WritableDb, { entity, id }: IncomingRow, page: Page): number {
  if (page.isQuiet) return page.held.get(`${entity} ${id}`) ?? 0;
  return Math.max(parkedSeq(db, entity, id), isKnown(entity) ? heldSeq(db, entity, id) : 0);
}

function heldSeqs(db: WritableDb, rows: readonly IncomingRow[]): Map<string, number> {
  const held = new Map<string, number>();
  for (const [entity, ofKind] of Map.groupBy(rows, (row) => row.entity)) {
    if (!isKnown(entity)) continue;
    const text = `SELECT id, seq FROM ${tableOf(entity).name} WHERE id IN (SELECT value FROM json_each(?))`;
    const ids = JSON.stringify(ofKind.map(({ id }) => id));
    for (const { id, seq } of sql<{ id: string; seq: number }>(db, text).all(ids))
      held.set(`${entity} ${id}`, seq);
  }
  return held;
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

function parkRow(db: WritableDb, row: IncomingRow, reason: ParkReason, page: Page): TouchedRow[] {
  page.isQuiet = false;
  if (row.data !== null) park(db, row, { hash: hashOf(row.entity, row.id, row.data), reason, now: page.now });
  return [];
}
