import type { RowReading } from '#core/import/client-row.ts';
import { noCounts, type RowOutcome } from '#core/import/outcome.ts';
import { addImportCounts } from '#db/changes/import-runs.ts';
import { sql, type WritableDb } from '#db/handles.ts';
import { waitingRow, type WaitingRow } from '#db/queries/imports.ts';

/** The client that a row was found to speak of. */
export interface Match {
  readonly clientId: string;
  readonly by: 'PHONE' | 'REF' | 'SAME_ROW';
  readonly inFile: boolean;
}

/** A row to put aside: in quarantine, or as a duplicate where it has a match. */
export interface RowToWait {
  readonly id: string;
  readonly importId: string;
  readonly reading: RowReading;
  readonly identity: Uint8Array;
  readonly match: Match | null;
}

/** Puts a row aside; the same row waiting since an earlier run gives way to this one. */
export function putAside(db: WritableDb, row: RowToWait): void {
  const { reading, match, identity, importId } = row;
  const older = sql<{ id: string }>(
    db,
    'SELECT id FROM import_row WHERE identity = ? AND import_id <> ?',
  ).all(identity, importId);
  for (const { id } of older) discard(db, id);
  sql(
    db,
    `INSERT INTO import_row (id, import_id, row_no, state, cells, issues, matched_client_id, matched_by,
       matched_in_file, identity) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    row.id,
    importId,
    reading.rowNo,
    match ? 'DUPLICATE' : 'QUARANTINED',
    JSON.stringify(reading.texts),
    JSON.stringify(reading.issues),
    match?.clientId ?? null,
    match?.by ?? null,
    match?.inFile ? 1 : 0,
    identity,
  );
}

/** Throws waiting rows away; what they held is gone. Returns how many there were. */
export function discardWaiting(db: WritableDb, rowIds: readonly string[]): number {
  return db.transaction(() => rowIds.filter((id) => discard(db, id)).length).immediate();
}

/** Takes a row off the list once it is settled. */
export function takeWaiting(db: WritableDb, rowId: string): void {
  sql(db, 'DELETE FROM import_row WHERE id = ?').run(rowId);
}

/** Moves a waiting row's count to what became of it. */
export function moveCount(db: WritableDb, row: WaitingRow, to: RowOutcome): void {
  const counts = noCounts();
  counts[row.state === 'DUPLICATE' ? 'duplicate' : 'quarantined'] -= 1;
  counts[to] += 1;
  addImportCounts(db, row.importId, { rows: 0, counts });
}

function discard(db: WritableDb, rowId: string): boolean {
  const row = waitingRow(db, rowId);
  if (!row) return false;
  takeWaiting(db, rowId);
  moveCount(db, row, 'discarded');
  return true;
}
