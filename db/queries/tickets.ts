import type { Id } from '#core/base/ids.ts';
import { sql, type ReadableDb } from '#db/handles.ts';
import { toGuest, type GuestRow, type StoredRow } from '#db/queries/events.ts';

/** Returns the guests, of any event, whose ticket has or had this code. */
export function guestsByCode(db: ReadableDb, code: string): (GuestRow & { readonly isRevoked: boolean })[] {
  const valid = sql<StoredRow>(db, 'SELECT * FROM guest WHERE ticket_code = ?').all(code);
  if (valid.length > 0) return valid.map((row) => ({ ...toGuest(row), isRevoked: false }));
  return sql<StoredRow>(db, 'SELECT * FROM guest WHERE revoked_codes LIKE ?')
    .all(`%"${code}"%`)
    .map((row) => ({ ...toGuest(row), isRevoked: true }));
}

/** Returns the lengths that ticket codes of other systems have here. */
export function foreignLengths(db: ReadableDb): number[] {
  return sql<{ length: number }>(
    db,
    'SELECT DISTINCT length(foreign_code) AS length FROM guest WHERE foreign_code IS NOT NULL',
  )
    .all()
    .map(({ length }) => length);
}

/** Returns whose ticket of another system has one of these codes: guests of the event, and only where it has none, of any. */
export function guestsByForeignCode(db: ReadableDb, eventId: Id, codes: readonly string[]): GuestRow[] {
  const find = `foreign_code IS NOT NULL AND foreign_code IN (SELECT value FROM json_each(?))`;
  const json = JSON.stringify(codes);
  const here = sql<StoredRow>(db, `SELECT * FROM guest WHERE event_id = ? AND ${find}`).all(eventId, json);
  const found = here.length > 0 ? here : sql<StoredRow>(db, `SELECT * FROM guest WHERE ${find}`).all(json);
  return found.map(toGuest);
}

/** Returns the keys of all events here that seal their tickets. */
export function ticketKeys(db: ReadableDb): { readonly eventId: Id; readonly ticketKey: string }[] {
  return sql<{ eventId: Id; ticketKey: string }>(
    db,
    'SELECT id AS eventId, ticket_key AS ticketKey FROM event WHERE ticket_key IS NOT NULL ORDER BY id',
  ).all();
}
