import { sql, type WritableDb } from '#db/handles.ts';

/** Keeps a sealed setting on this device only; null removes it. */
export function saveSealed(db: WritableDb, key: string, sealed: string | null): void {
  if (sealed === null) sql(db, 'DELETE FROM local_setting WHERE key = ?').run(key);
  else
    sql(db, 'INSERT OR REPLACE INTO local_setting (key, value) VALUES (?, ?)').run(
      key,
      JSON.stringify(sealed),
    );
}
