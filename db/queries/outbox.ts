import type { Entity } from '#core/sync/entities.ts';
import { cutPush, pushLimits, urgentGroups, type Outgoing } from '#core/sync/outgoing.ts';
import type { KnownMutation, Mutation } from '#core/sync/protocol.ts';
import type { Intent } from '#core/sync/rebase.ts';
import { sql, type ReadableDb } from '#db/handles.ts';

/** An intent waiting for the centre's answer, as it lies in the outbox. */
export interface OutboxRow {
  readonly mid: string;
  readonly group: string;
  readonly command: string;
  readonly entity: Entity;
  readonly id: string;
  readonly op: Mutation['op'];
  readonly patch: string;
  readonly base: number;
  readonly hlc: string;
  /** The wire schema it was written in; sent as it was, or the centre would take a repetition for something else. */
  readonly schema: number;
  /** Its place in the queue and its lane: where a restored centre is offered it again. */
  readonly position: number;
  readonly lane: number;
  readonly createdAt: number;
}

/** The columns of an {@link OutboxRow}. */
export const outboxColumns = `mid, group_id AS "group", command, entity, row_id AS id, op, patch, base, hlc, schema,
  position, lane, created_at AS createdAt`;

/** Counts the intents the centre has not answered. */
export function countWaiting(db: ReadableDb): number {
  return sql<{ n: number }>(db, 'SELECT count(*) AS n FROM outbox').get()?.n ?? 0;
}

/** Returns a row's unanswered intents, oldest first. */
export function listIntents(db: ReadableDb, entity: Entity, id: string): Intent[] {
  return sql<{ op: Intent['op']; patch: string }>(
    db,
    'SELECT op, patch FROM outbox WHERE entity = ? AND row_id = ? ORDER BY position',
  )
    .all(entity, id)
    .map(({ op, patch }) => ({ op, patch: JSON.parse(patch) as Record<string, unknown> }));
}

/** Returns the unanswered intents about one scope, oldest first. */
export function listIntentsOfScope(db: ReadableDb, scope: string): OutboxRow[] {
  return sql<OutboxRow>(
    db,
    `SELECT ${outboxColumns} FROM outbox o WHERE EXISTS
       (SELECT 1 FROM shadow s WHERE s.entity = o.entity AND s.row_id = o.row_id AND s.scope = ?) ORDER BY position`,
  ).all(scope);
}

/** Returns the next push: withdrawals first, else first come first sent; whole groups within the limits. */
export function nextPush(db: ReadableDb): OutboxRow[] {
  const urgent = urgentGroups(aheadOfLastWithdrawal(db));
  const queue = urgent.size > 0 ? listGroups(db, [...urgent]) : listOldest(db, pushLimits.rows + 1);
  return cutPush(queue.map((row) => ({ ...row, bytes: Buffer.byteLength(row.patch) + envelopeBytes })));
}

/** Turns an outbox row into what goes over the wire. */
export function toMutation(row: OutboxRow): KnownMutation {
  const { mid, group, command, entity, id, op, base, hlc, schema } = row;
  return {
    mid,
    group,
    command,
    entity,
    id,
    op,
    patch: JSON.parse(row.patch) as Mutation['patch'],
    base,
    hlc,
    schema,
  };
}

/** What a mutation weighs on the wire beside its patch, generously. */
const envelopeBytes = 400;

function aheadOfLastWithdrawal(db: ReadableDb): Outgoing[] {
  return sql<Outgoing>(
    db,
    `SELECT o.group_id AS "group", o.lane, coalesce(s.scope, '') AS scope FROM outbox o
     LEFT JOIN shadow s ON s.entity = o.entity AND s.row_id = o.row_id
     WHERE o.position <= (SELECT max(position) FROM outbox WHERE lane = 0) ORDER BY o.position`,
  ).all();
}

function listGroups(db: ReadableDb, groups: readonly string[]): OutboxRow[] {
  return sql<OutboxRow>(
    db,
    `SELECT ${outboxColumns} FROM outbox WHERE group_id IN (SELECT value FROM json_each(?)) ORDER BY position LIMIT ?`,
  ).all(JSON.stringify(groups), pushLimits.rows + 1);
}

function listOldest(db: ReadableDb, limit: number): OutboxRow[] {
  return sql<OutboxRow>(db, `SELECT ${outboxColumns} FROM outbox ORDER BY position LIMIT ?`).all(limit);
}
