import type { ChangeState } from '#core/api/sync.ts';
import { sql, type ReadableDb } from '#db/handles.ts';
import { aboutOf, toItem, type OutgoingItem, type OutgoingRow } from '#db/queries/sync.ts';

/** A change made here and what became of it. */
export interface ChangeItem extends OutgoingItem {
  readonly state: ChangeState;
  readonly answeredAt: number | null;
}

type ChangeRow = OutgoingRow & Pick<ChangeItem, 'state' | 'answeredAt'>;

const stateOfWaiting = `iif(o.held_schema IS NULL, 'waiting', 'held')`;
const stateOfAnswer = `CASE j.status WHEN 'rejected' THEN 'refused' WHEN 'merged' THEN 'merged' ELSE 'stored' END`;

/** Lists the latest changes made here, newest first; those about clients that left are gone with them. */
export function listChanges(db: ReadableDb, limit: number): ChangeItem[] {
  return sql<ChangeRow>(
    db,
    `SELECT * FROM (SELECT o.mid, o.group_id AS "group", o.command, o.entity, o.row_id AS rowId,
         ${aboutOf('s.scope')} AS about, coalesce(s.scope, '') AS scope, o.op,
         CASE WHEN o.op = 'delete' THEN coalesce(s.data, '{}') ELSE o.patch END AS patch, o.created_at AS at,
         iif(o.held_schema IS NULL, NULL, 'NEWER_SCHEMA') AS code, NULL AS detail, ${stateOfWaiting} AS state,
         NULL AS answeredAt
       FROM outbox o LEFT JOIN shadow s ON s.entity = o.entity AND s.row_id = o.row_id
       ORDER BY o.position DESC LIMIT ?)
     UNION ALL
     SELECT * FROM (SELECT j.mid, j.mutation ->> '$.group', j.mutation ->> '$.command', j.entity, j.row_id,
         ${aboutOf('j.scope')}, j.scope, j.mutation ->> '$.op', j.mutation ->> '$.patch',
         coalesce(j.created_at, j.answered_at), j.code, j.detail, ${stateOfAnswer}, j.answered_at
       FROM journal j ORDER BY j.answered_at DESC, j.mid DESC LIMIT ?)
     ORDER BY at DESC, mid DESC LIMIT ?`,
  )
    .all(limit, limit, limit)
    .map((row) => toChange(row));
}

/**
 * Answers for rows whether the centre has got what was changed here: what waits decides, then a refusal nobody has read,
 * then the latest answer. Rows never changed here are left out.
 */
export function statesOf(
  db: ReadableDb,
  rows: readonly { readonly entity: string; readonly id: string }[],
): { entity: string; id: string; state: ChangeState }[] {
  return rows.flatMap(({ entity, id }) => {
    const state = stateOfRow(db, entity, id);
    return state ? [{ entity, id, state }] : [];
  });
}

function stateOfRow(db: ReadableDb, entity: string, id: string): ChangeState | null {
  const waiting = sql<{ state: ChangeState }>(
    db,
    `SELECT ${stateOfWaiting} AS state FROM outbox o WHERE o.entity = ? AND o.row_id = ?
     ORDER BY o.held_schema IS NULL LIMIT 1`,
  ).get(entity, id);
  if (waiting) return waiting.state;
  const answered = sql<{ state: ChangeState }>(
    db,
    `SELECT ${stateOfAnswer} AS state FROM journal j WHERE j.entity = ? AND j.row_id = ?
       AND (j.status <> 'rejected' OR j.acknowledged_at IS NULL)
     ORDER BY j.status = 'rejected' DESC, j.answered_at DESC, j.mid DESC LIMIT 1`,
  ).get(entity, id);
  return answered?.state ?? null;
}

function toChange({ state, answeredAt, ...row }: ChangeRow): ChangeItem {
  return { ...toItem(row), state, answeredAt };
}
