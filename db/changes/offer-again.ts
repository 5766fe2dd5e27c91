import type { Entity } from '#core/sync/entities.ts';
import { commitChange, type ChangeContext, type RowChange } from '#db/changes/commit.ts';
import { acknowledgeRefused } from '#db/changes/settle.ts';
import { throughGate } from '#db/gate.ts';
import { sql, type WritableDb } from '#db/handles.ts';
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

/**
 * Offers refused changes again: as new changes, with new mids, of the rows as they now stand, those of one command
 * together. A command whose row is gone, or that this program would refuse itself, stays in the tray. One transaction;
 * returns the kinds of rows that changed.
 */
export function offerAgain(db: WritableDb, context: ChangeContext, mids: readonly string[]): Entity[] {
  const refused = sql<RefusedIntent>(
    db,
    `SELECT mid, mutation ->> '$.group' AS "group", mutation ->> '$.command' AS command, entity, row_id AS id,
       mutation ->> '$.op' AS op, mutation ->> '$.patch' AS patch
     FROM journal WHERE status = 'rejected' AND acknowledged_at IS NULL AND mid IN (SELECT value FROM json_each(?))
     ORDER BY position, answered_at, mid`,
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
