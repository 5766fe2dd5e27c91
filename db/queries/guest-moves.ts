import type { Id } from '#core/base/ids.ts';
import type { GuestMoveFields } from '#core/events/guest-move.ts';
import { sql, type ReadableDb } from '#db/handles.ts';
import { decode } from '#db/rows.ts';

/** Returns every change of a guest's state known here. */
export function movesOfGuest(
  db: ReadableDb,
  eventId: Id,
  guestId: Id,
): (GuestMoveFields & { readonly id: Id })[] {
  return sql<Record<string, unknown> & { id: Id }>(
    db,
    'SELECT * FROM guest_move WHERE event_id = ? AND guest_id = ?',
  )
    .all(eventId, guestId)
    .map((row) => ({ ...decode('guestMove', row), id: row.id }));
}
