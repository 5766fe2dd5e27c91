import { sql, type ReadableDb } from '#db/handles.ts';

/** Where this device keeps whether its manager asked to save data. */
export const meteredKey = 'sync.metered';

/** Reads whether the manager asked to save data on this device's network. */
export function readMetered(db: ReadableDb): boolean {
  const text = 'SELECT value FROM local_setting WHERE key = ?';
  return sql<{ value: string }>(db, text).get(meteredKey)?.value === 'true';
}
