import type { Entity } from '#core/sync/entities.ts';
import { beginRebuild } from '#db/changes/bootstrap.ts';
import { writeSyncState } from '#db/changes/sync-state.ts';
import { throughGate } from '#db/gate.ts';
import { sql, type WritableDb } from '#db/handles.ts';
import { readRow, tableOf } from '#db/rows.ts';

/** An accepted intent as the journal keeps it. */
interface Accepted {
  readonly mid: string;
  readonly entity: Entity;
  readonly id: string;
  readonly scope: string;
  readonly op: string;
  readonly position: number | null;
}

/**
 * Starts over with a centre that was restored from a backup. Up to `seq` both histories agree; every intent it
 * accepted later, or that it may have, waits again in its old place with its old mid (a repetition is harmless), and
 * nothing that waits claims to have seen more than the restored centre holds. Then everything is read anew. One
 * transaction; returns how many intents are offered again.
 */
export function enterRestored(
  db: WritableDb,
  { epoch, seq: sharedSeq }: { readonly epoch: string; readonly seq: number },
): number {
  return throughGate(db, () => {
    writeSyncState(db, 'epoch', epoch);
    const again = listLater(db, sharedSeq);
    for (const [index, intent] of again.entries()) {
      const place = placeOf(db, intent, index - again.length);
      sql(
        db,
        `INSERT INTO outbox (position, mid, group_id, lane, command, entity, row_id, op, patch, base, hlc, created_at, schema)
         SELECT ?, mid, mutation ->> '$.group', lane, mutation ->> '$.command', entity, row_id, mutation ->> '$.op',
           mutation ->> '$.patch', mutation ->> '$.base', mutation ->> '$.hlc', coalesce(created_at, answered_at),
           coalesce(mutation ->> '$.schema', 1)
         FROM journal WHERE mid = ?`,
      ).run(place, intent.mid);
      sql(db, 'DELETE FROM journal WHERE mid = ?').run(intent.mid);
    }
    sql(db, 'UPDATE outbox SET base = min(base, ?), held_schema = NULL').run(sharedSeq);
    writeSyncState(
      db,
      'offeredAgain',
      again.map(({ mid }) => mid),
    );
    // The restored centre may know neither the push under way nor the number before it.
    writeSyncState(db, 'pushUnderWay', null);
    beginRebuild(db, sharedSeq);
    for (const [, ofRow] of Map.groupBy(again, ({ entity, id }) => `${entity} ${id}`)) keepShadow(db, ofRow);
    return again.length;
  });
}

function listLater(db: WritableDb, sharedSeq: number): Accepted[] {
  return sql<Accepted>(
    db,
    `SELECT mid, entity, row_id AS id, scope, mutation ->> '$.op' AS op, position FROM journal
     WHERE status <> 'rejected' AND (seq IS NULL OR seq > ?) ORDER BY position IS NOT NULL, position, answered_at, mid`,
  ).all(sharedSeq);
}

/** The old place in the queue; in front of everything, in order, where there is none or it is taken. */
function placeOf(db: WritableDb, { position }: Accepted, order: number): number {
  const isTaken = position !== null && sql(db, 'SELECT 1 FROM outbox WHERE position = ?').get(position);
  if (position !== null && !isTaken) return position;
  const { first } = sql<{ first: number }>(
    db,
    'SELECT min(0, coalesce(min(position), 0)) AS first FROM outbox',
  ).get() ?? { first: 0 };
  return order < first ? order : first - 1;
}

/**
 * Keeps the confirmed image of a row that has unanswered intents again. One that was created after the backup has none:
 * the restored centre never heard of it.
 */
function keepShadow(db: WritableDb, intents: readonly Accepted[]): void {
  const [first] = intents;
  if (!first) return;
  const { entity, id } = first;
  const isCreated = intents.some(({ op }) => op === 'create');
  const row = readRow(db, entity, id);
  const image = isCreated || !row ? { seq: 0, data: null } : { seq: row.seq, data: JSON.stringify(row.data) };
  const update = isCreated ? 'DO UPDATE SET seq = 0, data = NULL' : 'DO NOTHING';
  sql(
    db,
    `INSERT INTO shadow (entity, row_id, scope, seq, data) VALUES (?, ?, ?, ?, ?) ON CONFLICT (entity, row_id) ${update}`,
  ).run(entity, id, row?.scope ?? first.scope, image.seq, image.data);
  if (!isCreated) return;
  sql(db, `UPDATE ${tableOf(entity).name} SET seq = 0, hash_hi = NULL, hash_lo = NULL WHERE id = ?`).run(id);
}
