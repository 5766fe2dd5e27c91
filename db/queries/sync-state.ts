import { sql, type ReadableDb } from '#db/handles.ts';

/** Reads one value of where this store stands with the centre, or null where it was never set. */
export function readSyncState<Value>(db: ReadableDb, key: string): Value | null {
  const found = sql<{ value: string }>(db, 'SELECT value FROM sync_state WHERE key = ?').get(key);
  return found ? (JSON.parse(found.value) as Value) : null;
}
