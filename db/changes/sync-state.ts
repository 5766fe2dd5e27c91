import type { HlcStore } from '#core/sync/hlc.ts';
import { sql, type WritableDb } from '#db/handles.ts';
import { readSyncState } from '#db/queries/sync-state.ts';

/** Writes one value of where this store stands with the centre; null removes it. */
export function writeSyncState(db: WritableDb, key: string, value: unknown): void {
  if (value === null) sql(db, 'DELETE FROM sync_state WHERE key = ?').run(key);
  else {
    sql(
      db,
      'INSERT INTO sync_state (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    ).run(key, JSON.stringify(value));
  }
}

/** Returns the place where this store keeps its hybrid logical clock, inside whatever transaction reads it. */
export function hlcStore(db: WritableDb): HlcStore {
  return {
    load: () => readSyncState<string>(db, 'hlc'),
    save: (reading) => writeSyncState(db, 'hlc', reading),
  };
}
