import type { Id } from '#core/base/ids.ts';
import { writeHlc } from '#core/sync/hlc.ts';
import type { VenueAuthor, VenueEntry } from '#core/venue/entry.ts';
import { writeChange, type ChangeContext, type RowChange } from '#db/changes/commit.ts';
import { derive } from '#db/changes/derive.ts';
import { throughGate } from '#db/gate.ts';
import { sql, type WritableDb } from '#db/handles.ts';
import { tableOf } from '#db/rows.ts';

/**
 * Takes what others of the venue made: rows unknown here are shown like own ones and wait for the centre under their own
 * ids, so that whoever reaches it first hands them in; known ones stay as they are. `handedTo` is the hub they came from.
 * One transaction, durable when it returns. Returns what is new here.
 */
export function takeEntries(
  db: WritableDb,
  context: ChangeContext,
  { entries, handedTo }: { readonly entries: readonly VenueEntry[]; readonly handedTo: Id | null },
): VenueEntry[] {
  return throughGate(db, () => {
    const fresh = unknownHere(db, entries);
    const touched = fresh.flatMap((entry) => {
      const { entity, id, data } = entry;
      const change = { op: 'create', entity, id, data } as RowChange;
      // A command each: one that the centre refuses holds up no other.
      return writeChange(db, asMade(context, entry), { command: 'venue.take', changes: [change] });
    });
    derive(db, touched, context.now);
    for (const entry of entries) note(db, entry, handedTo);
    return fresh;
  });
}

/**
 * The intent is as old as the entry, not as the taking of it: else what its own desk corrected in between would lose at
 * the centre against the row as it was made.
 */
function asMade(context: ChangeContext, { entity, data, author: { deviceId } }: VenueEntry): ChangeContext {
  const ms = Math.max(0, entity === 'guest' ? data.stateAt : data.at);
  return { ...context, nextHlc: () => writeHlc({ ms, counter: 0, device: deviceId }) };
}

/** What each store had written when an event's entries were last noted: nothing written since, nothing to note. */
const notedAt = new WeakMap<WritableDb, Map<Id, number>>();

/**
 * Notes what came into this store past the venue: facts and walk-ins of this desk, and those the centre sent. Guests come
 * before the facts that name them. A transaction of its own, never inside another: what was noted must stay noted.
 */
export function noteOwnEntries(db: WritableDb, eventId: Id, author: VenueAuthor): void {
  const known = notedAt.get(db) ?? new Map<Id, number>();
  notedAt.set(db, known);
  if (known.get(eventId) === writtenBy(db)) return;
  throughGate(db, () => insertUnnoted(db, eventId, author));
  known.set(eventId, writtenBy(db));
}

function writtenBy(db: WritableDb): number {
  return sql<{ rows: number }>(db, 'SELECT total_changes() AS rows').get()?.rows ?? -1;
}

function insertUnnoted(db: WritableDb, eventId: Id, { deviceId, deskName }: VenueAuthor): void {
  const isNew = 'NOT EXISTS (SELECT 1 FROM venue_entry v WHERE v.row_id = r.id)';
  const insert = 'INSERT INTO venue_entry (event_id, entity, row_id, device_id, desk_name)';
  sql(
    db,
    `${insert} SELECT r.event_id, 'guest', r.id, ?, ? FROM guest r WHERE r.event_id = ? AND ${isNew}
       AND (r.invited_from = 'DOOR'
         OR EXISTS (SELECT 1 FROM check_in c WHERE c.event_id = r.event_id AND c.guest_id = r.id)
         OR EXISTS (SELECT 1 FROM outbox o WHERE o.entity = 'guest' AND o.row_id = r.id AND o.op = 'create'))`,
  ).run(deviceId, deskName, eventId);
  sql(
    db,
    `${insert} SELECT r.event_id, 'checkIn', r.id, ?, ? FROM check_in r WHERE r.event_id = ? AND ${isNew}`,
  ).run(deviceId, deskName, eventId);
}

/** Marks entries as being on a hub's disk. */
export function markHanded(db: WritableDb, ids: readonly Id[], hubId: Id): void {
  sql(db, 'UPDATE venue_entry SET handed_to = ? WHERE row_id IN (SELECT value FROM json_each(?))').run(
    hubId,
    JSON.stringify(ids),
  );
}

/** Notes how far this device has heard of a hub. */
export function writeVenueStand(
  db: WritableDb,
  eventId: Id,
  { hubId, since }: { readonly hubId: Id; readonly since: number },
): void {
  sql(
    db,
    `INSERT INTO venue_stand (event_id, hub_id, since) VALUES (?, ?, ?)
     ON CONFLICT (event_id) DO UPDATE SET hub_id = excluded.hub_id, since = excluded.since`,
  ).run(eventId, hubId, since);
}

/** Forgets what was exchanged about an event that left this device. */
export function forgetVenue(db: WritableDb, eventId: Id): void {
  sql(db, 'DELETE FROM venue_entry WHERE event_id = ?').run(eventId);
  sql(db, 'DELETE FROM venue_stand WHERE event_id = ?').run(eventId);
}

function unknownHere(db: WritableDb, entries: readonly VenueEntry[]): VenueEntry[] {
  const distinct = [...new Map(entries.map((entry) => [entry.id, entry])).values()];
  const known = new Set(
    (['checkIn', 'guest'] as const).flatMap((entity) =>
      sql<{ id: Id }>(
        db,
        `SELECT id FROM ${tableOf(entity).name} WHERE id IN (SELECT value FROM json_each(?))`,
      )
        .all(JSON.stringify(distinct.map(({ id }) => id)))
        .map(({ id }) => id),
    ),
  );
  return distinct.filter(({ id }) => !known.has(id));
}

function note(db: WritableDb, { entity, id, data, author }: VenueEntry, handedTo: Id | null): void {
  sql(
    db,
    `INSERT INTO venue_entry (event_id, entity, row_id, device_id, desk_name, handed_to) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (row_id) DO UPDATE SET handed_to = coalesce(excluded.handed_to, handed_to)`,
  ).run(data.eventId, entity, id, author.deviceId, author.deskName, handedTo);
}
