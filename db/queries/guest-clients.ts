import type { Id } from '#core/base/ids.ts';
import { sql, type ReadableDb } from '#db/handles.ts';
import { hasEntered } from '#db/queries/visits.ts';

/** Returns the clients with a phone; several are possible (families share one). */
export function clientsByPhone(
  db: ReadableDb,
  phone: string,
): { id: Id; name: string; ownerManagerId: Id }[] {
  return sql<{ id: Id; name: string; ownerManagerId: Id }>(
    db,
    'SELECT id, name, owner_manager_id AS ownerManagerId FROM client WHERE phone = ? ORDER BY id',
  ).all(phone);
}

/** A client as far as a list can lead to one. */
export interface FoundClient {
  readonly id: Id;
  readonly name: string;
  readonly phone: string | null;
}

/** Returns the clients with any of these phones. */
export function clientsWithPhones(db: ReadableDb, phones: readonly string[]): FoundClient[] {
  return sql<FoundClient>(
    db,
    'SELECT id, name, phone FROM client WHERE phone IN (SELECT value FROM json_each(?)) ORDER BY id',
  ).all(JSON.stringify(phones));
}

/** Returns the clients who keep any of these texts under a header of their own, such as a customer number. */
export function clientsWithExtra(
  db: ReadableDb,
  texts: readonly string[],
): (FoundClient & { readonly header: string; readonly text: string })[] {
  return sql<FoundClient & { header: string; text: string }>(
    db,
    `SELECT client.id, client.name, client.phone, kept.key AS header, kept.value AS text
     FROM client, json_each(client.extra) AS kept
     WHERE client.extra <> '{}' AND kept.value IN (SELECT value FROM json_each(?)) ORDER BY client.id`,
  ).all(JSON.stringify(texts));
}

/** Returns which of these clients this manager owns. */
export function ownClientIds(db: ReadableDb, managerId: Id, clientIds: readonly Id[]): Id[] {
  return sql<{ id: Id }>(
    db,
    'SELECT id FROM client WHERE owner_manager_id = ? AND id IN (SELECT value FROM json_each(?)) ORDER BY id',
  )
    .all(managerId, JSON.stringify(clientIds))
    .map(({ id }) => id);
}

/** Returns at how many other events a client was let in. */
export function earlierVisitsOf(db: ReadableDb, clientId: Id, eventId: Id): number {
  const row = sql<{ count: number }>(
    db,
    `SELECT count(DISTINCT guest.event_id) AS count FROM guest
     WHERE guest.client_id = ? AND guest.event_id <> ? AND ${hasEntered('guest')}`,
  ).get(clientId, eventId);
  return row?.count ?? 0;
}

/** What the host's card reads of a client; null where the client is not known here. */
export function doorClientOf(
  db: ReadableDb,
  clientId: Id,
): {
  readonly birthDay: string | null;
  readonly nextMaturityOn: string | null;
  readonly level: string | null;
  readonly levelThrough: string | null;
  readonly goldenDaysLeft: number | null;
  readonly lastReachedAt: number | null;
} | null {
  const row = sql<{
    birthDay: string | null;
    nextMaturityOn: string | null;
    level: string | null;
    levelThrough: string | null;
    goldenDaysLeft: number | null;
    lastReachedAt: number | null;
  }>(
    db,
    `SELECT client.birth_day AS birthDay, next_maturity_on AS nextMaturityOn, level, level_through AS levelThrough,
            golden_days_left AS goldenDaysLeft, last_reached_at AS lastReachedAt
     FROM client LEFT JOIN client_summary ON client_summary.client_id = client.id WHERE client.id = ?`,
  ).get(clientId);
  return row ?? null;
}
