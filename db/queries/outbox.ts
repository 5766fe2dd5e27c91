import type { Entity } from '#core/sync/entities.ts';
import {
  cutPush,
  groupLimits,
  groupsHeldBack,
  pushLimits,
  urgentGroups,
  type Holdable,
  type Outgoing,
} from '#core/sync/outgoing.ts';
import { schemaVersion, type KnownMutation, type Mutation } from '#core/sync/protocol.ts';
import type { Intent } from '#core/sync/rebase.ts';
import { sql, type ReadableDb } from '#db/handles.ts';
import { readSyncState } from '#db/queries/sync-state.ts';

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

/** What only this copy knows: changes the centre has not answered or has refused unread; how many of them are check-ins. */
export interface Unsynced {
  readonly waiting: number;
  readonly checkIns: number;
}

/** Counts what would be lost with this copy. */
export function unsyncedHere(db: ReadableDb): Unsynced {
  const count = sql<Unsynced>(
    db,
    `SELECT count(*) AS waiting, coalesce(sum(entity = 'checkIn'), 0) AS checkIns FROM
       (SELECT entity FROM outbox UNION ALL
        SELECT entity FROM journal WHERE status = 'rejected' AND acknowledged_at IS NULL)`,
  ).get();
  return count ?? { waiting: 0, checkIns: 0 };
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

/** Counts the intents that wait for a newer centre. */
export function countHeld(db: ReadableDb): number {
  return (
    sql<{ n: number }>(db, 'SELECT count(*) AS n FROM outbox WHERE held_schema IS NOT NULL').get()?.n ?? 0
  );
}

/** True when something waits that a centre of this schema can take. */
export function hasOutgoing(db: ReadableDb, centralSchema: number): boolean {
  if (sql(db, 'SELECT 1 FROM outbox WHERE held_schema IS NOT NULL LIMIT 1').get()) {
    return nextPush(db, centralSchema).length > 0;
  }
  return sql(db, 'SELECT 1 FROM outbox LIMIT 1').get() !== undefined;
}

/**
 * Returns the next push to a centre of this schema: withdrawals first, else first come first sent; whole groups within
 * the limits, without those that it cannot take yet.
 */
export function nextPush(db: ReadableDb, centralSchema = schemaVersion): OutboxRow[] {
  const held = heldBack(db, centralSchema);
  const urgent = urgentGroups(aheadOfLastWithdrawal(db).filter(({ group }) => !held.has(group)));
  const queue = urgent.size > 0 ? listGroups(db, [...urgent]) : listOldest(db, [...held]);
  return cutPush(withoutCut(db, queue).map(weighed));
}

/** Returns everything that waits, held or not, oldest first: what a revoked device hands in. */
export function listOutbox(db: ReadableDb): OutboxRow[] {
  return sql<OutboxRow>(db, `SELECT ${outboxColumns} FROM outbox ORDER BY position`).all();
}

/** A push that was sent: its number, and its intents in order. */
export interface PushUnderWay {
  readonly no: number;
  readonly mids: readonly string[];
}

/**
 * Returns the intents of a push that was sent and never answered, in order, or null where there is none; `GONE` where some
 * of them no longer wait, so that it cannot be repeated as it was.
 */
export function unansweredPush(db: ReadableDb): OutboxRow[] | 'GONE' | null {
  const underWay = readSyncState<PushUnderWay>(db, 'pushUnderWay');
  if (!underWay) return null;
  const found = sql<OutboxRow>(
    db,
    `SELECT ${outboxColumns} FROM outbox WHERE mid IN (SELECT value FROM json_each(?))`,
  ).all(JSON.stringify(underWay.mids));
  const byMid = new Map(found.map((row) => [row.mid, row]));
  const rows = underWay.mids.flatMap((mid) => byMid.get(mid) ?? []);
  return rows.length === underWay.mids.length ? rows : 'GONE';
}

/** Adds what a row weighs on the wire. */
export function weighed<Row extends { readonly patch: string }>(row: Row): Row & { bytes: number } {
  return { ...row, bytes: Buffer.byteLength(row.patch) + envelopeBytes };
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

function heldBack(db: ReadableDb, centralSchema: number): ReadonlySet<string> {
  if (countHeld(db) === 0) return new Set();
  const waiting = sql<Holdable>(
    db,
    `SELECT o.group_id AS "group", o.lane, coalesce(s.scope, '') AS scope, o.entity, o.row_id AS id, o.op,
       o.held_schema AS heldSchema
     FROM outbox o LEFT JOIN shadow s ON s.entity = o.entity AND s.row_id = o.row_id ORDER BY o.position`,
  ).all();
  return groupsHeldBack(waiting, centralSchema);
}

function aheadOfLastWithdrawal(db: ReadableDb): Outgoing[] {
  return sql<Outgoing>(
    db,
    `SELECT o.group_id AS "group", o.lane, coalesce(s.scope, '') AS scope FROM outbox o
     LEFT JOIN shadow s ON s.entity = o.entity AND s.row_id = o.row_id
     WHERE o.position <= (SELECT max(position) FROM outbox WHERE lane = 0) ORDER BY o.position`,
  ).all();
}

function listGroups(db: ReadableDb, groups: readonly string[], limit = pushLimits.rows + 1): OutboxRow[] {
  return sql<OutboxRow>(
    db,
    `SELECT ${outboxColumns} FROM outbox WHERE group_id IN (SELECT value FROM json_each(?)) ORDER BY position LIMIT ?`,
  ).all(JSON.stringify(groups), limit);
}

function listOldest(db: ReadableDb, held: readonly string[]): OutboxRow[] {
  if (held.length === 0) {
    const text = `SELECT ${outboxColumns} FROM outbox ORDER BY position LIMIT ?`;
    return sql<OutboxRow>(db, text).all(pushLimits.rows + 1);
  }
  return sql<OutboxRow>(
    db,
    `SELECT ${outboxColumns} FROM outbox WHERE group_id NOT IN (SELECT value FROM json_each(?))
     ORDER BY position LIMIT ?`,
  ).all(JSON.stringify(held), pushLimits.rows + 1);
}

/** Reads the first group of a queue to its end, where the queue was read too short for it. */
function withoutCut(db: ReadableDb, queue: OutboxRow[]): OutboxRow[] {
  const [first] = queue;
  if (!first || queue.length <= pushLimits.rows || queue.at(-1)?.group !== first.group) return queue;
  return listGroups(db, [first.group], groupLimits.rows + 1);
}
