import type { Instant } from '#core/base/time.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { sql, type WritableDb } from '#db/handles.ts';
import { undoKeys } from '#db/queries/call-notes.ts';

/** What takes a logged call back: kept on this workstation only, and only as long as it may be taken back. */
export interface CallUndo {
  readonly contactId: string;
  readonly at: Instant;
  readonly until: Instant;
  /** What sets back everything the call changed, besides the undo fact itself. */
  readonly compensation: readonly RowChange[];
}

/** Keeps what takes a call back and forgets those whose time is over; in the transaction of whoever calls. */
export function keepUndo(db: WritableDb, undo: CallUndo): void {
  sql(db, `DELETE FROM local_setting WHERE key >= ? AND key < ? AND json_extract(value, '$.until') < ?`).run(
    undoKeys.from,
    undoKeys.until,
    undo.at,
  );
  sql(db, 'INSERT OR REPLACE INTO local_setting (key, value) VALUES (?, ?)').run(
    `${undoKeys.from}${undo.contactId}`,
    JSON.stringify(undo),
  );
}

/** Forgets what takes a call back: it was taken back, or may not be any more. */
export function forgetUndo(db: WritableDb, contactId: string): void {
  sql(db, 'DELETE FROM local_setting WHERE key = ?').run(`${undoKeys.from}${contactId}`);
}
