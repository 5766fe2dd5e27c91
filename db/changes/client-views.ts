import { sql, type WritableDb } from '#db/handles.ts';
import { viewKey, type SavedView } from '#db/queries/client-views.ts';

/** Keeps a view of the list of clients on this device; one of the same name is replaced. */
export function saveView(db: WritableDb, view: SavedView): void {
  sql(db, 'INSERT OR REPLACE INTO local_setting (key, value) VALUES (?, ?)').run(
    `${viewKey}${view.name}`,
    JSON.stringify(view),
  );
}

/** Forgets a view; one that is not there is no error. */
export function removeView(db: WritableDb, name: string): void {
  sql(db, 'DELETE FROM local_setting WHERE key = ?').run(`${viewKey}${name}`);
}
