import { sql, type WritableDb } from '#db/handles.ts';
import { meteredKey } from '#db/queries/metered.ts';

/** Keeps whether the manager asks to save data; a setting of this device that does not leave it. */
export function writeMetered(db: WritableDb, isMetered: boolean): void {
  const text = 'INSERT OR REPLACE INTO local_setting (key, value) VALUES (?, ?)';
  sql(db, text).run(meteredKey, JSON.stringify(isMetered));
}
