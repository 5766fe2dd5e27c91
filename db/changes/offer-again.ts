import { scopeOf, type Entity } from '#core/sync/entities.ts';
import { commitChange, type ChangeContext, type RowChange } from '#db/changes/commit.ts';
import { derive, type TouchedRow } from '#db/changes/derive.ts';
import { isScopeHere } from '#db/changes/forget-scope.ts';
import { reshow, shadowOf } from '#db/changes/image.ts';
import { acknowledgeRefused } from '#db/changes/settle.ts';
import { writeSyncState } from '#db/changes/sync-state.ts';
import { throughGate } from '#db/gate.ts';
import { sql, type WritableDb } from '#db/handles.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import { readRow } from '#db/rows.ts';

interface RefusedIntent {
  readonly mid: string;
  readonly group: string;
  readonly command: string;
  readonly entity: Entity;
  readonly id: string;
  readonly op: RowChange['op'];
  readonly patch: string;
}

const refusedIntents = `SELECT mid, mutation ->> '$.group' AS "group", mutation ->> '$.command' AS command, entity,
    row_id AS id, mutation ->> '$.op' AS op, mutation ->> '$.patch' AS patch
  FROM journal WHERE status = 'rejected' AND acknowledged_at IS NULL`;
const inOrder = 'ORDER BY position, answered_at, mid';

/**
 * Offers refused changes again: as new changes, with new mids, of the rows as they now stand, those of one command
 * together. A command whose row is gone, or that this program would refuse itself, stays in the tray. One transaction;
 * returns the kinds of rows that changed.
 */
export function offerAgain(db: WritableDb, context: ChangeContext, mids: readonly string[]): Entity[] {
  const refused = sql<RefusedIntent>(
    db,
    `${refusedIntents} AND mid IN (SELECT value FROM json_each(?)) ${inOrder}`,
  ).all(JSON.stringify(mids));
  return throughGate(db, () =>
    [...Map.groupBy(refused, ({ group }) => group).values()].flatMap((group) => {
      if (!isPossible(db, group)) return [];
      commitChange(db, context, group[0]?.command ?? '', group.map(toChange));
      acknowledgeRefused(
        db,
        group.map(({ mid }) => mid),
        context.now,
      );
      return group.map(({ entity }) => entity);
    }),
  );
}

/**
 * Offers again by itself what a restored centre refused of what it was offered, since nobody had offered it the row or the
 * client yet: once that is here, under new names, with the clock of old and claiming to have seen nothing of the new
 * history, so that whatever was written there meanwhile is weighed against it and kept. Each change once. Returns the
 * rows it touched.
 */
export function offerArrivedAgain(db: WritableDb, { now, newId }: ChangeContext): TouchedRow[] {
  const mids = JSON.stringify(readSyncState<string[]>(db, 'offeredAgain') ?? []);
  if (mids === '[]') return [];
  return throughGate(db, () => {
    const text = `${refusedIntents} AND mid IN (SELECT value FROM json_each(?)) ${inOrder}`;
    const refused = sql<RefusedIntent>(db, text).all(mids);
    const waits = 'SELECT 1 FROM outbox WHERE mid IN (SELECT value FROM json_each(?)) LIMIT 1';
    if (refused.length === 0 && !sql(db, waits).get(mids)) writeSyncState(db, 'offeredAgain', null);
    const touched = [...Map.groupBy(refused, ({ group }) => group).values()]
      .filter((group) => isPossible(db, group) && group.every((intent) => isScopeKnown(db, intent)))
      .flatMap((group) => group.map((intent) => requeue(db, intent, { now, mid: newId() })));
    derive(db, touched, now);
    return touched;
  });
}

function isScopeKnown(db: WritableDb, { entity, id, op, patch }: RefusedIntent): boolean {
  const isRoot = entity === 'client' || entity === 'event';
  return (
    op !== 'create' ||
    isRoot ||
    isScopeHere(db, scopeOf(entity, id, JSON.parse(patch) as Record<string, unknown>))
  );
}

function requeue(
  db: WritableDb,
  { mid: old, entity, id, patch }: RefusedIntent,
  { now, mid }: { readonly now: number; readonly mid: string },
): TouchedRow {
  const row = readRow(db, entity, id);
  const scope = row?.scope ?? scopeOf(entity, id, JSON.parse(patch) as Record<string, unknown>);
  sql(
    db,
    'INSERT INTO shadow (entity, row_id, scope, seq, data) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  ).run(entity, id, scope, row?.seq ?? 0, row && JSON.stringify(row.data));
  sql(
    db,
    `INSERT INTO outbox (mid, group_id, lane, command, entity, row_id, op, patch, base, hlc, created_at, schema)
     SELECT ?, mutation ->> '$.group', coalesce(lane, 1), mutation ->> '$.command', entity, row_id,
       mutation ->> '$.op', mutation ->> '$.patch', 0, mutation ->> '$.hlc', ?, coalesce(mutation ->> '$.schema', 1)
     FROM journal WHERE mid = ?`,
  ).run(mid, now, old);
  acknowledgeRefused(db, [old], now);
  const shadow = shadowOf(db, entity, id);
  if (shadow) reshow(db, shadow);
  return { entity, id };
}

/** A new row must not be there yet, a changed one must; checked first, since half a command must not be written. */
function isPossible(db: WritableDb, group: readonly RefusedIntent[]): boolean {
  const made = new Set<string>();
  return group.every(({ entity, id, op }) => {
    const isHere = made.has(`${entity} ${id}`) || readRow(db, entity, id) !== null;
    if (op === 'create') made.add(`${entity} ${id}`);
    return isHere === (op !== 'create');
  });
}

function toChange({ entity, id, op, patch }: RefusedIntent): RowChange {
  const values = JSON.parse(patch) as object;
  if (op === 'create') return { op, entity, id, data: values } as RowChange;
  return op === 'patch' ? ({ op, entity, id, patch: values } as RowChange) : { op, entity, id };
}
