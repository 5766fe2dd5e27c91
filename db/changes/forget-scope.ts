import type { Entity } from '#core/sync/entities.ts';
import { writeSyncState } from '#db/changes/sync-state.ts';
import { forgetGuestLists } from '#db/changes/guest-list-run.ts';
import { forgetVenue } from '#db/changes/venue.ts';
import { sql, type ReadableDb, type WritableDb } from '#db/handles.ts';
import { tableOf } from '#db/rows.ts';

/** Returns the id of the client or event that a scope names. */
export function idOfScope(scope: string): string {
  return scope.slice(scope.indexOf(':') + 1);
}

/** True where the client or event that a scope names is on this device. */
export function isScopeHere(db: ReadableDb, scope: string): boolean {
  const [kind] = scope.split(':');
  if (kind !== 'client' && kind !== 'event') return true;
  const text = `SELECT 1 FROM ${tableOf(kind satisfies Entity).name} WHERE id = ?`;
  return sql(db, text).get(idOfScope(scope)) !== undefined;
}

/**
 * Forgets what is kept beside the rows of a scope that is gone: answered intents, staged import rows, derived data,
 * settings. Inside an open gate; `finishPurge` and `clearSlack` then clear what it leaves in the file.
 */
export function forgetScope(db: WritableDb, scope: string): void {
  sql(
    db,
    `DELETE FROM journal WHERE scope = ? AND (status <> 'rejected' OR acknowledged_at IS NOT NULL)`,
  ).run(scope);
  if (scope.startsWith('client:')) forgetClient(db, idOfScope(scope));
  if (scope.startsWith('event:')) {
    forgetVenue(db, idOfScope(scope));
    forgetGuestLists(db, idOfScope(scope));
  }
  writeSyncState(db, 'lastDecision', null);
  writeSyncState(db, 'purgeDue', true);
  writeSyncState(db, 'slackDue', true);
}

/** Derived data, staged import rows and settings of this device that speak of a client. */
function forgetClient(db: WritableDb, id: string): void {
  sql(db, 'DELETE FROM client_summary WHERE client_id = ?').run(id);
  sql(db, 'DELETE FROM import_row WHERE matched_client_id = ?').run(id);
  sql(db, 'DELETE FROM import_identity WHERE client_id = ?').run(id);
  sql(db, 'DELETE FROM local_setting WHERE instr(key, ?) > 0 OR instr(value, ?) > 0').run(id, id);
}
