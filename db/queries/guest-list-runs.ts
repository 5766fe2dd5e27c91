import type { Id } from '#core/base/ids.ts';
import type { Instant } from '#core/base/time.ts';
import type { GuestFields } from '#core/events/event.ts';
import { sql, type ReadableDb } from '#db/handles.ts';

/** What a list wrote of one guest, and what takes it back. */
export interface ListedGuest {
  readonly guestId: Id;
  /** The contact that the invitation was; null where none went out. */
  readonly contactId: Id | null;
  /** Who brings this companion; null for everyone else. */
  readonly hostId: Id | null;
  /** The mark of the row as it was put on the list; null for who was on it before. */
  readonly mark: string | null;
  /** What the list changed of who was on it before; empty for a new row. */
  readonly before: Partial<GuestFields>;
  readonly after: Partial<GuestFields>;
}

/** A guest list this workstation took. */
export interface GuestListRun {
  readonly id: Id;
  readonly eventId: Id;
  readonly fileName: string;
  readonly takenAt: Instant;
  readonly created: number;
  readonly updated: number;
  readonly undoneAt: Instant | null;
}

const columns = `id, event_id AS eventId, file_name AS fileName, taken_at AS takenAt, created, updated,
  undone_at AS undoneAt`;

/** Returns the lists taken for an event on this workstation, latest first. */
export function guestListRuns(db: ReadableDb, eventId: Id): GuestListRun[] {
  return sql<GuestListRun>(
    db,
    `SELECT ${columns} FROM guest_list_run WHERE event_id = ? ORDER BY taken_at DESC, id DESC`,
  ).all(eventId);
}

/** Returns one list with what it wrote, or null. */
export function guestListRun(
  db: ReadableDb,
  runId: Id,
): (GuestListRun & { readonly rows: readonly ListedGuest[] }) | null {
  const found = sql<GuestListRun & { rows: string }>(
    db,
    `SELECT ${columns}, rows FROM guest_list_run WHERE id = ?`,
  ).get(runId);
  return found ? { ...found, rows: JSON.parse(found.rows) as ListedGuest[] } : null;
}
