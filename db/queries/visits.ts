import type { Id } from '#core/base/ids.ts';
import type { Visit } from '#core/events/regulars.ts';
import { sql, type ReadableDb } from '#db/handles.ts';

/** Condition that holds for a guest (table or alias) with an entry that nobody took back. */
export function hasEntered(guest: string): string {
  return `EXISTS (SELECT 1 FROM check_in i WHERE i.event_id = ${guest}.event_id AND i.guest_id = ${guest}.id
    AND i.kind = 'IN' AND NOT EXISTS (SELECT 1 FROM check_in taken WHERE taken.event_id = i.event_id
      AND taken.guest_id = i.guest_id AND taken.kind = 'UNDO' AND taken.answers = i.id))`;
}

/** Returns the salons each of these clients entered; clients who never did are left out. */
export function visitsOf(db: ReadableDb, clientIds: readonly Id[]): Map<Id, Visit[]> {
  const rows = sql<Visit & { clientId: Id }>(
    db,
    `SELECT g.client_id AS clientId, e.starts_at AS at, e.title,
       (SELECT count(*) FROM guest p WHERE p.event_id = g.event_id AND p.plus_one_of = g.id
          AND ${hasEntered('p')}) AS broughtAlong
     FROM guest g JOIN event e ON e.id = g.event_id
     WHERE g.client_id IN (SELECT value FROM json_each(?)) AND ${hasEntered('g')}`,
  ).all(JSON.stringify(clientIds));
  return Map.groupBy(rows, ({ clientId }) => clientId);
}
