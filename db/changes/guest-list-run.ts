import type { Id } from '#core/base/ids.ts';
import type { Instant } from '#core/base/time.ts';
import { sql, type WritableDb } from '#db/handles.ts';
import type { GuestListRun, ListedGuest } from '#db/queries/guest-list-runs.ts';

/** Keeps what a guest list wrote; in the transaction that wrote it. */
export function keepGuestListRun(
  db: WritableDb,
  run: Omit<GuestListRun, 'undoneAt'>,
  rows: readonly ListedGuest[],
): void {
  sql(
    db,
    `INSERT INTO guest_list_run (id, event_id, file_name, taken_at, created, updated, rows)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  ).run(run.id, run.eventId, run.fileName, run.takenAt, run.created, run.updated, JSON.stringify(rows));
}

/** Notes that a list was taken back, and forgets what did so. */
export function endGuestListRun(db: WritableDb, runId: Id, undoneAt: Instant): void {
  sql(db, "UPDATE guest_list_run SET undone_at = ?, rows = '[]' WHERE id = ?").run(undoneAt, runId);
}

/** Forgets the lists of an event that leaves this device. */
export function forgetGuestLists(db: WritableDb, eventId: Id): void {
  sql(db, 'DELETE FROM guest_list_run WHERE event_id = ?').run(eventId);
}
