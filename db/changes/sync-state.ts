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

/**
 * Notes that a program works on this store. Where the last one did not say goodbye, hashes are to be recomputed from
 * the values before the next proof.
 */
export function noteStart(db: WritableDb): void {
  const isClean = readSyncState(db, 'cleanExit') === true || readSyncState(db, 'cursor') === null;
  if (!isClean) writeSyncState(db, 'verifyDue', true);
  writeSyncState(db, 'cleanExit', null);
}

/** Notes that the program ends in order; a store that is closed already is left alone. */
export function noteExit(db: WritableDb): void {
  if (db.open) writeSyncState(db, 'cleanExit', true);
}
