import type { Id } from '#core/base/ids.ts';
import type { GuestNoteFields } from '#core/events/guest-note.ts';
import { sql, type ReadableDb } from '#db/handles.ts';
import { decode } from '#db/rows.ts';

type Row = Record<string, unknown> & { readonly id: string };

/** What a guest asked or said, with whom it is about: the guest's client, or the one who brought the guest along. */
export interface KnownNote extends GuestNoteFields {
  readonly id: Id;
  readonly guestName: string;
  readonly clientId: Id | null;
}

const known = `SELECT n.*, coalesce(c.name, g.name) AS guest_name, coalesce(g.client_id, host.client_id) AS about_id
  FROM guest_note n JOIN guest g ON g.id = n.guest_id
  LEFT JOIN guest host ON host.id = g.plus_one_of LEFT JOIN client c ON c.id = g.client_id`;

/** Returns what the guests of an event asked and said, newest first. */
export function notesOfEvent(db: ReadableDb, eventId: Id): KnownNote[] {
  return sql<Row>(db, `${known} WHERE n.event_id = ? ORDER BY n.recorded_at DESC, n.id DESC`)
    .all(eventId)
    .map(toNote);
}

/** Returns the questions a manager has to answer. */
export function questionsFor(db: ReadableDb, managerId: Id): KnownNote[] {
  return sql<Row>(db, `${known} WHERE n.kind = 'QUESTION' AND n.owner_manager_id = ?`)
    .all(managerId)
    .map(toNote);
}

function toNote(row: Row): KnownNote {
  return {
    ...decode('guestNote', row),
    id: row.id,
    guestName: row['guest_name'] as string,
    clientId: row['about_id'] as string | null,
  };
}
