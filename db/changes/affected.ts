import type { Entity } from '#core/sync/entities.ts';
import type { TouchedRow } from '#db/changes/derive.ts';
import { sql, type WritableDb } from '#db/handles.ts';
import { tableOf } from '#db/rows.ts';

/** The kinds of rows whose facts a summary is made of. */
const sources: readonly Entity[] = [
  'consent',
  'task',
  'guest',
  'riskTest',
  'investorFact',
  'holding',
  'contact',
  'contactUndo',
  'contactVerdict',
  'contactOverride',
  'activity',
];

/** Returns the clients whose derived data a change may alter, each once; empties the list of those left due. */
export function affectedClients(db: WritableDb, touched: readonly TouchedRow[]): string[] {
  const clients = new Set<string>();
  const bySource = new Map<Entity, string[]>();
  for (const { entity, id } of touched) {
    if (entity === 'client') clients.add(id);
    else if (sources.includes(entity)) {
      const ids = bySource.get(entity);
      if (ids) ids.push(id);
      else bySource.set(entity, [id]);
    }
  }
  for (const [entity, ids] of bySource) {
    for (const id of clientsOf(db, entity, ids)) clients.add(id);
  }
  for (const id of takeDue(db)) clients.add(id);
  return [...clients];
}

function clientsOf(db: WritableDb, entity: Entity, ids: readonly string[]): string[] {
  const text = `SELECT DISTINCT client_id AS id FROM ${tableOf(entity).name}
    WHERE id IN (SELECT value FROM json_each(?)) AND client_id IS NOT NULL`;
  return sql<{ id: string }>(db, text)
    .all(JSON.stringify(ids))
    .map(({ id }) => id);
}

function takeDue(db: WritableDb): string[] {
  const due = sql<{ client_id: string }>(db, 'SELECT client_id FROM summary_due').all();
  if (due.length > 0) sql(db, 'DELETE FROM summary_due').run();
  return due.map(({ client_id }) => client_id);
}
