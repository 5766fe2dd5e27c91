import type { Id } from '#core/base/ids.ts';
import type { EventFields, GuestFields } from '#core/events/event.ts';
import type { CheckInFact } from '#core/events/presence.ts';
import { sql, type ReadableDb } from '#db/handles.ts';
import { hasEntered } from '#db/queries/visits.ts';
import { decode } from '#db/rows.ts';

/** A row as SQLite gives it, of any kind that has an id. */
export type StoredRow = Record<string, unknown> & { readonly id: string };

export type EventRow = EventFields & { readonly id: Id };

export type GuestRow = GuestFields & { readonly id: Id };

/** A guest with what this workstation knows of the client behind it; null where it holds no such client. */
export interface KnownGuest extends GuestRow {
  readonly tier: string | null;
  readonly hostName: string | null;
}

/** Returns the events whose end lies at or after an instant (soonest first) or before it (latest first). */
export function eventsAround(db: ReadableDb, now: number, when: 'UPCOMING' | 'PAST'): EventRow[] {
  const text =
    when === 'UPCOMING'
      ? "SELECT * FROM event WHERE ends_at >= ? AND status IN ('PLANNED', 'OPEN') ORDER BY starts_at, id"
      : "SELECT * FROM event WHERE ends_at < ? OR status IN ('CLOSED', 'CANCELLED') ORDER BY starts_at DESC, id";
  return sql<StoredRow>(db, text).all(now).map(toEvent);
}

/** Returns the guests of an event by id; name and phone are the client's own where the client is known here. */
export function guestsOf(db: ReadableDb, eventId: Id): KnownGuest[] {
  return sql<StoredRow>(
    db,
    `SELECT guest.*, client.name AS client_name, client.phone AS client_phone, client.tier AS client_tier,
            manager.name AS host_name
     FROM guest LEFT JOIN client ON client.id = guest.client_id
                LEFT JOIN manager ON manager.id = guest.host_manager_id
     WHERE guest.event_id = ? ORDER BY guest.id`,
  )
    .all(eventId)
    .map(toKnownGuest);
}

/** Returns one guest as `guestsOf` does, or null. */
export function guestOf(db: ReadableDb, guestId: Id): KnownGuest | null {
  const row = sql<StoredRow>(
    db,
    `SELECT guest.*, client.name AS client_name, client.phone AS client_phone, client.tier AS client_tier,
            manager.name AS host_name
     FROM guest LEFT JOIN client ON client.id = guest.client_id
                LEFT JOIN manager ON manager.id = guest.host_manager_id
     WHERE guest.id = ?`,
  ).get(guestId);
  return row ? toKnownGuest(row) : null;
}

/** Returns states and ages of an event's guests, for seats and the waitlist. */
export function seatsOf(db: ReadableDb, eventId: Id): Pick<GuestRow, 'id' | 'state' | 'stateAt'>[] {
  return sql<Pick<GuestRow, 'id' | 'state' | 'stateAt'>>(
    db,
    'SELECT id, state, state_at AS stateAt FROM guest WHERE event_id = ?',
  ).all(eventId);
}

/** Returns every door fact of an event known here, of all desks. */
export function factsOf(db: ReadableDb, eventId: Id): CheckInFact[] {
  return sql<StoredRow>(db, 'SELECT * FROM check_in WHERE event_id = ?').all(eventId).map(toFact);
}

/** Returns every door fact of one guest. */
export function factsOfGuest(db: ReadableDb, eventId: Id, guestId: Id): CheckInFact[] {
  return sql<StoredRow>(db, 'SELECT * FROM check_in WHERE event_id = ? AND guest_id = ?')
    .all(eventId, guestId)
    .map(toFact);
}

/** Returns the clients already on an event's list, each with the latest row. */
export function invitedClients(
  db: ReadableDb,
  eventId: Id,
): Map<Id, { readonly guestId: Id; readonly state: GuestRow['state'] }> {
  const rows = sql<{ clientId: Id; guestId: Id; state: GuestRow['state'] }>(
    db,
    `SELECT client_id AS clientId, id AS guestId, state FROM guest
     WHERE event_id = ? AND client_id IS NOT NULL ORDER BY id`,
  ).all(eventId);
  return new Map(rows.map(({ clientId, guestId, state }) => [clientId, { guestId, state }]));
}

/** Returns the guests with this phone on an event's list, by the client's phone where known. */
export function guestsByPhone(db: ReadableDb, eventId: Id, phone: string): KnownGuest[] {
  return guestsOf(db, eventId).filter((guest) => guest.phone === phone);
}

/** Returns the guests somebody brings along. */
export function plusOnesOf(db: ReadableDb, eventId: Id, guestId: Id): GuestRow[] {
  return sql<StoredRow>(db, 'SELECT * FROM guest WHERE event_id = ? AND plus_one_of = ?')
    .all(eventId, guestId)
    .map(toGuest);
}

/** Returns the rows of a manager's own clients who stand on the list of an event to come more than once. */
export function doubleRows(db: ReadableDb, managerId: Id): (GuestRow & { readonly hasEntered: boolean })[] {
  const isLive = "state NOT IN ('candidate', 'cancelled')";
  return sql<StoredRow & { entered: number }>(
    db,
    `SELECT guest.*, ${hasEntered('guest')} AS entered FROM event JOIN guest ON guest.event_id = event.id
     JOIN client ON client.id = guest.client_id AND client.owner_manager_id = ?
     WHERE event.status IN ('PLANNED', 'OPEN') AND guest.${isLive} AND EXISTS
       (SELECT 1 FROM guest other WHERE other.event_id = guest.event_id AND other.client_id = guest.client_id
          AND other.id <> guest.id AND other.${isLive})
     ORDER BY guest.id`,
  )
    .all(managerId)
    .map((row) => ({ ...toGuest(row), hasEntered: row.entered === 1 }));
}

/** Returns managers' names by id. */
export function managerNames(db: ReadableDb): Map<Id, string> {
  return new Map(
    sql<{ id: Id; name: string }>(db, 'SELECT id, name FROM manager')
      .all()
      .map(({ id, name }) => [id, name]),
  );
}

/** Returns the managers of the branch who are still there, by name. */
export function activeManagers(db: ReadableDb): { id: Id; name: string }[] {
  return sql<{ id: Id; name: string }>(
    db,
    'SELECT id, name FROM manager WHERE is_active = 1 ORDER BY name, id',
  ).all();
}

/** Returns how many intents about an event (its own row, guests, door facts) the centre has not answered. */
export function unsyncedOf(db: ReadableDb, eventId: Id): number {
  const row = sql<{ count: number }>(
    db,
    `SELECT count(*) AS count FROM outbox
     WHERE (entity = 'checkIn' AND row_id IN (SELECT id FROM check_in WHERE event_id = ?))
        OR (entity = 'guest' AND row_id IN (SELECT id FROM guest WHERE event_id = ?))
        OR (entity = 'event' AND row_id = ?)`,
  ).get(eventId, eventId, eventId);
  return row?.count ?? 0;
}

/** Returns a client's invitations with their events, latest event first. */
export function invitationsOf(db: ReadableDb, clientId: Id): { guest: GuestRow; event: EventRow }[] {
  const guests = sql<StoredRow>(db, 'SELECT * FROM guest WHERE client_id = ?').all(clientId).map(toGuest);
  return guests
    .flatMap((guest) => {
      const event = sql<StoredRow>(db, 'SELECT * FROM event WHERE id = ?').get(guest.eventId);
      return event ? [{ guest, event: toEvent(event) }] : [];
    })
    .sort((a, b) => b.event.startsAt - a.event.startsAt);
}

function toEvent(row: StoredRow): EventRow {
  return { ...decode('event', row), id: row.id };
}

/** Reads a stored row of a guest. */
export function toGuest(row: StoredRow): GuestRow {
  return { ...decode('guest', row), id: row.id };
}

function toKnownGuest(row: StoredRow): KnownGuest {
  const guest = toGuest(row);
  return {
    ...guest,
    name: (row['client_name'] as string | null) ?? guest.name,
    phone: (row['client_phone'] as string | null) ?? guest.phone,
    tier: row['client_tier'] as string | null,
    hostName: row['host_name'] as string | null,
  };
}

function toFact(row: StoredRow): CheckInFact {
  return { ...decode('checkIn', row), id: row.id };
}
