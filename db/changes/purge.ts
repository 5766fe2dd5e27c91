import type { Instant } from '#core/base/time.ts';
import { entities, entityNames, type Entity } from '#core/sync/entities.ts';
import { derive, type TouchedRow } from '#db/changes/derive.ts';
import { writeJournal } from '#db/changes/settle.ts';
import { throughGate } from '#db/gate.ts';
import { sql, type ReadableDb, type WritableDb } from '#db/handles.ts';
import { listIntentsOfScope } from '#db/queries/outbox.ts';
import { tableOf } from '#db/rows.ts';

/**
 * Removes everything this store holds of a scope its manager may no longer see: rows, confirmed images, parked rows,
 * accepted intents and what was derived. Intents still waiting are not dropped: they move to the refused tray as
 * NO_ACCESS. Returns the rows that went.
 */
export function purgeScope(db: WritableDb, scope: string, now: Instant): TouchedRow[] {
  return throughGate(db, () => {
    refuseWaiting(db, scope, now);
    const gone = entityNames.flatMap((entity) => removeOfScope(db, entity, scope));
    for (const table of ['shadow', 'parked']) sql(db, `DELETE FROM ${table} WHERE scope = ?`).run(scope);
    sql(db, `DELETE FROM journal WHERE scope = ? AND status <> 'rejected'`).run(scope);
    if (scope.startsWith('client:')) {
      sql(db, 'DELETE FROM client_summary WHERE client_id = ?').run(idOf(scope));
    }
    derive(db, gone, now);
    return gone;
  });
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

/** Finds a scope's rows by the field that names it, which is indexed; the scope column itself is not. */
function removeOfScope(db: WritableDb, entity: Entity, scope: string): TouchedRow[] {
  const { scope: kind, scopeField } = entities[entity];
  const isAbout = scopeField === 'aboutScope';
  if (!isAbout && !scope.startsWith(`${kind}:`)) return [];
  const { name, columns } = tableOf(entity);
  const column = columns.find(({ field }) => field === scopeField)?.column ?? 'id';
  const value = isAbout ? scope : idOf(scope);
  return sql<{ id: string }>(db, `DELETE FROM ${name} WHERE ${column} = ? RETURNING id`)
    .all(value)
    .map(({ id }) => ({ entity, id }));
}

function idOf(scope: string): string {
  return scope.slice(scope.indexOf(':') + 1);
}
