import { sql, type ReadableDb } from '#db/handles.ts';

/** Returns a sealed setting of this device as it lies there; null where there is none. */
export function readSealed(db: ReadableDb, key: string): string | null {
  const row = sql<{ value: string }>(db, 'SELECT value FROM local_setting WHERE key = ?').get(key);
  return row ? (JSON.parse(row.value) as string) : null;
}
