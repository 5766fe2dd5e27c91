import { sql, type ReadableDb } from '#db/handles.ts';

/** Returns what this device sent to change a row and the centre has answered, for as long as that is on file. */
export function sentPatches(db: ReadableDb, entity: string, rowId: string): Record<string, unknown>[] {
  return sql<{ patch: string }>(
    db,
    `SELECT mutation ->> '$.patch' AS patch FROM journal WHERE entity = ? AND row_id = ?`,
  )
    .all(entity, rowId)
    .map(({ patch }) => JSON.parse(patch) as Record<string, unknown>);
}
