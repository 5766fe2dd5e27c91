import type { Instant } from '#core/base/time.ts';
import type { Inspection } from '#core/import/inspection.ts';
import type { ImportCounts, ImportState } from '#core/import/outcome.ts';
import { headerKey } from '#core/import/suggest.ts';
import type { ImportPlan } from '#core/import/target.ts';
import { sql, type WritableDb } from '#db/handles.ts';

/** Opens a run for a file that is about to arrive. */
export function createImportRun(
  db: WritableDb,
  file: {
    readonly id: string;
    readonly fileName: string;
    readonly fileBytes: number;
    readonly managerId: string;
  },
  now: Instant,
): void {
  sql(
    db,
    `INSERT INTO import_run (id, state, file_name, file_bytes, received_bytes, manager_id, begun_at)
     VALUES (?, 'RECEIVING', ?, ?, 0, ?, ?)`,
  ).run(file.id, file.fileName, file.fileBytes, file.managerId, now);
}

/** Stages the next bytes of a file and returns how many there are now. */
export function appendImportBytes(
  db: WritableDb,
  importId: string,
  chunk: { readonly position: number; readonly bytes: Uint8Array },
): number {
  const received = chunk.position + chunk.bytes.length;
  db.transaction(() => {
    sql(db, 'INSERT INTO import_chunk (import_id, position, bytes) VALUES (?, ?, ?)').run(
      importId,
      chunk.position,
      chunk.bytes,
    );
    sql(db, 'UPDATE import_run SET received_bytes = ? WHERE id = ?').run(received, importId);
  }).immediate();
  return received;
}

/** Keeps what was found in a complete file. */
export function saveInspection(
  db: WritableDb,
  importId: string,
  found: { readonly sha256: string; readonly inspection: Inspection },
): void {
  sql(
    db,
    `UPDATE import_run SET state = 'READY', sha256 = ?, inspection = ?, rows_total = ? WHERE id = ?`,
  ).run(found.sha256, JSON.stringify(found.inspection), found.inspection.rows, importId);
}

/** Starts a run by a plan and remembers the mapping for the next file with the same headers (IM1). */
export function startImportRun(db: WritableDb, importId: string, plan: ImportPlan, now: Instant): void {
  const key = headerKey(plan.columns.map(({ header }) => header));
  db.transaction(() => {
    sql(db, `UPDATE import_run SET state = 'RUNNING', plan = ?, started_at = ? WHERE id = ?`).run(
      JSON.stringify(plan),
      now,
      importId,
    );
    sql(
      db,
      `INSERT INTO import_mapping (header_key, columns, used_at) VALUES (?, ?, ?)
       ON CONFLICT (header_key) DO UPDATE SET columns = excluded.columns, used_at = excluded.used_at`,
    ).run(key, JSON.stringify(plan.columns), now);
  }).immediate();
}

/** Ends a run. The sample rows of its inspection go: nobody needs them any more. */
export function endImportRun(
  db: WritableDb,
  importId: string,
  end: { readonly state: ImportState; readonly problem: string | null; readonly now: Instant },
): void {
  sql(
    db,
    `UPDATE import_run SET state = ?, problem = ?, finished_at = ?,
       inspection = json_set(inspection, '$.samples', json('[]')) WHERE id = ?`,
  ).run(end.state, end.problem, end.now, importId);
}

/** Replaces a run's plan: the origin and basis were stated anew. */
export function restateImportRun(db: WritableDb, importId: string, plan: ImportPlan): void {
  sql(db, 'UPDATE import_run SET plan = ? WHERE id = ?').run(JSON.stringify(plan), importId);
}

/** Adds to a run's counts, with negative numbers for rows that left an outcome. */
export function addImportCounts(
  db: WritableDb,
  importId: string,
  added: { readonly rows: number; readonly counts: ImportCounts },
): void {
  const { counts } = added;
  sql(
    db,
    `UPDATE import_run SET rows_done = rows_done + ?, imported = imported + ?, updated = updated + ?,
       unchanged = unchanged + ?, skipped = skipped + ?, duplicate = duplicate + ?,
       quarantined = quarantined + ?, discarded = discarded + ? WHERE id = ?`,
  ).run(
    added.rows,
    counts.imported,
    counts.updated,
    counts.unchanged,
    counts.skipped,
    counts.duplicate,
    counts.quarantined,
    counts.discarded,
    importId,
  );
}

/** Removes one staged chunk of a finished run; returns false when none is left. A little at a time, for the screen's sake. */
export function dropImportChunk(db: WritableDb, importId: string): boolean {
  const text = `DELETE FROM import_chunk WHERE rowid =
    (SELECT rowid FROM import_chunk WHERE import_id = ? ORDER BY position DESC LIMIT 1)`;
  return sql(db, text).run(importId).changes > 0;
}

/** Forgets a run that was never started, with everything it staged but its bytes (see `dropImportChunk`). */
export function removeImportRun(db: WritableDb, importId: string): void {
  sql(db, `DELETE FROM import_run WHERE id = ? AND state IN ('RECEIVING', 'READY')`).run(importId);
}
