import type { Id } from '#core/base/ids.ts';
import { venueEntry, type VenueEntry } from '#core/venue/entry.ts';
import { sql, type ReadableDb } from '#db/handles.ts';
import { decode, tableOf } from '#db/rows.ts';

type StoredRecord = Readonly<Record<string, unknown>> & { readonly id: string };

/** An entry as noted here; `made` is the row as it was made or confirmed, null where only the row itself tells. */
interface Noted {
  readonly position: number;
  readonly entity: VenueEntry['entity'];
  readonly id: Id;
  readonly deviceId: Id;
  readonly deskName: string;
  readonly made: string | null;
}

const noted = `SELECT v.position, v.entity, v.row_id AS id, v.device_id AS deviceId, v.desk_name AS deskName,
    coalesce(
      (SELECT o.patch FROM outbox o WHERE o.entity = v.entity AND o.row_id = v.row_id AND o.op = 'create'),
      (SELECT s.data FROM shadow s WHERE s.entity = v.entity AND s.row_id = v.row_id)) AS made
  FROM venue_entry v WHERE v.event_id = ?`;

/** A page of an event's entries; `next` is the position after which the next page begins. */
export interface EntryPage {
  readonly entries: VenueEntry[];
  readonly next: number;
  readonly more: boolean;
}

/** Returns up to `limit` entries learned after a position, in the order of learning; rows that are gone are passed over. */
export function entriesAfter(
  db: ReadableDb,
  { eventId, since, limit }: { readonly eventId: Id; readonly since: number; readonly limit: number },
): EntryPage {
  const page = sql<Noted>(db, `${noted} AND v.position > ? ORDER BY v.position LIMIT ?`).all(
    eventId,
    since,
    limit + 1,
  );
  const shown = page.slice(0, limit);
  return { entries: toEntries(db, shown), next: shown.at(-1)?.position ?? since, more: page.length > limit };
}

/** Returns up to `limit` entries that a hub has not acknowledged, oldest first; `hubId` null for no hub at all. */
export function entriesToOffer(
  db: ReadableDb,
  { eventId, hubId, limit }: { readonly eventId: Id; readonly hubId: Id | null; readonly limit: number },
): VenueEntry[] {
  const text = `${noted} AND (v.handed_to IS NULL OR v.handed_to IS NOT ?) ORDER BY v.position LIMIT ?`;
  return toEntries(db, sql<Noted>(db, text).all(eventId, hubId, limit));
}

/** Returns all entries of an event, in the order of learning. */
export function entriesOf(db: ReadableDb, eventId: Id): VenueEntry[] {
  return toEntries(db, sql<Noted>(db, `${noted} ORDER BY v.position`).all(eventId));
}

/** Counts the entries of an event that a hub has not acknowledged. */
export function countToOffer(db: ReadableDb, eventId: Id, hubId: Id | null): number {
  const text = `SELECT count(*) AS n FROM venue_entry
    WHERE event_id = ? AND (handed_to IS NULL OR handed_to IS NOT ?)`;
  return sql<{ n: number }>(db, text).get(eventId, hubId)?.n ?? 0;
}

/** Returns how far this device has heard of a hub; null before it heard of any. */
export function venueStandOf(
  db: ReadableDb,
  eventId: Id,
): { readonly hubId: Id; readonly since: number } | null {
  const text = 'SELECT hub_id AS hubId, since FROM venue_stand WHERE event_id = ?';
  return sql<{ hubId: Id; since: number }>(db, text).get(eventId) ?? null;
}

function toEntries(db: ReadableDb, page: readonly Noted[]): VenueEntry[] {
  const rows = new Map(
    (['checkIn', 'guest'] as const).flatMap((entity) => rowsOf(db, entity, page.filter(isBare(entity)))),
  );
  return page.flatMap(({ entity, id, made, deviceId, deskName }) => {
    const data: unknown = made === null ? rows.get(id) : JSON.parse(made);
    return data ? [venueEntry.parse({ entity, id, data, author: { deviceId, deskName } })] : [];
  });
}

function isBare(kind: VenueEntry['entity']): (entry: Noted) => boolean {
  return ({ entity, made }) => entity === kind && made === null;
}

function rowsOf(
  db: ReadableDb,
  entity: VenueEntry['entity'],
  page: readonly Noted[],
): (readonly [Id, object])[] {
  if (page.length === 0) return [];
  const text = `SELECT * FROM ${tableOf(entity).name} WHERE id IN (SELECT value FROM json_each(?))`;
  return sql<StoredRecord>(db, text)
    .all(JSON.stringify(page.map(({ id }) => id)))
    .map((row) => [row.id, decode(entity, row)] as const);
}
