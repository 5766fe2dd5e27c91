import Database from 'better-sqlite3';
import type { Instant } from '#core/base/time.ts';
import { entities, entityNames, type Entity } from '#core/sync/entities.ts';
import { derive, type TouchedRow } from '#db/changes/derive.ts';
import { forgetScope, idOfScope } from '#db/changes/forget-scope.ts';
import type { RowKey } from '#db/changes/repair.ts';
import { writeJournal } from '#db/changes/settle.ts';
import { writeSyncState } from '#db/changes/sync-state.ts';
import { throughGate } from '#db/gate.ts';
import { sql, type ReadableDb, type WritableDb } from '#db/handles.ts';
import { listIntentsOfScope } from '#db/queries/outbox.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import { tableOf } from '#db/rows.ts';
import { compactClientIndexStep } from '#db/search/client-index.ts';

/**
 * Removes everything this store holds of a scope its manager may no longer see: rows, confirmed images, parked rows,
 * answered intents, staged import rows and what was derived. Intents still waiting are not dropped: they move to the
 * refused tray as NO_ACCESS. Returns the rows that went. {@link finishPurge} and {@link clearSlack} then clear what it leaves in the file.
 */
export function purgeScope(db: WritableDb, scope: string, now: Instant): TouchedRow[] {
  return throughGate(db, () => {
    refuseWaiting(db, scope, now);
    const gone = entityNames.flatMap((entity) => removeOfScope(db, entity, scope));
    for (const table of ['shadow', 'parked']) sql(db, `DELETE FROM ${table} WHERE scope = ?`).run(scope);
    derive(db, gone, now);
    forgetScope(db, scope);
    return gone;
  });
}

/**
 * Clears, step by step, what a purge leaves in the file beside the rows: terms of the search index and old pages of the
 * write-ahead log. Returns true while there is more to do; a program that stops in between goes on at the next start.
 */
export function finishPurge(db: WritableDb): boolean {
  if (readSyncState(db, 'purgeDue') === null) return false;
  if (compactClientIndexStep(db)) return true;
  if (emptyLog(db)) writeSyncState(db, 'purgeDue', null);
  return false;
}

/** Brings the write-ahead log into the file and empties it; false while another reader needs it. */
function emptyLog(db: WritableDb): boolean {
  const [{ busy } = { busy: 1 }] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
  return busy === 0;
}

/**
 * Rewrites the file where a scope has left since the last time (about a second per 150 MB): when SQLite moves rows
 * between pages, copies of them stay in the slack of a page, and zeroing what is deleted does not reach those. For the
 * moments when nobody works: before the store is closed, after it is opened. What the disk does not allow now (full,
 * busy, damaged) stays due, and nothing has changed.
 */
export function clearSlack(db: WritableDb): void {
  if (readSyncState(db, 'slackDue') === null) return;
  try {
    db.exec('VACUUM');
    if (emptyLog(db)) writeSyncState(db, 'slackDue', null);
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
  }
}

/** Lists the confirmed rows of a scope, parked ones included. */
export function listConfirmed(db: ReadableDb, scope: string): (RowKey & { readonly seq: number })[] {
  const rows = entityNames.flatMap((entity) => {
    const where = ofScope(entity, scope);
    if (!where) return [];
    return sql<{ id: string; seq: number }>(
      db,
      `SELECT id, seq FROM ${tableOf(entity).name} WHERE ${where.column} = ? AND hash_hi IS NOT NULL`,
    )
      .all(where.value)
      .map((row) => ({ entity, ...row }));
  });
  const parked = 'SELECT entity, row_id AS id, seq FROM parked WHERE scope = ?';
  return [...rows, ...sql<RowKey & { seq: number }>(db, parked).all(scope)];
}

/** True when intents about a scope wait for the centre. */
export function hasWaitingOfScope(db: ReadableDb, scope: string): boolean {
  return listIntentsOfScope(db, scope).length > 0;
}

function refuseWaiting(db: WritableDb, scope: string, now: Instant): void {
  for (const row of listIntentsOfScope(db, scope)) {
    const result = { mid: row.mid, status: 'rejected', code: 'NO_ACCESS', detail: null, row: null } as const;
    writeJournal(db, row, { scope, result, now });
    sql(db, 'DELETE FROM outbox WHERE mid = ?').run(row.mid);
  }
}

function removeOfScope(db: WritableDb, entity: Entity, scope: string): TouchedRow[] {
  const where = ofScope(entity, scope);
  if (!where) return [];
  return sql<{ id: string }>(db, `DELETE FROM ${tableOf(entity).name} WHERE ${where.column} = ? RETURNING id`)
    .all(where.value)
    .map(({ id }) => ({ entity, id }));
}

/** Finds a scope's rows by the field that names it, which is indexed; the scope column itself is not. */
function ofScope(entity: Entity, scope: string): { readonly column: string; readonly value: string } | null {
  const { scope: kind, scopeField } = entities[entity];
  const isAbout = scopeField === 'aboutScope';
  if (!isAbout && !scope.startsWith(`${kind}:`)) return null;
  const column = tableOf(entity).columns.find(({ field }) => field === scopeField)?.column ?? 'id';
  return { column, value: isAbout ? scope : idOfScope(scope) };
}
