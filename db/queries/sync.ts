import { entities, type Entity } from '#core/sync/entities.ts';
import { tellingFields, type ToldField } from '#core/sync/telling.ts';
import { sql, type ReadableDb } from '#db/handles.ts';
import type { OutboxRow } from '#db/queries/outbox.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import { readRow } from '#db/rows.ts';

/** Who this device is to the centre. */
export interface DeviceIdentity {
  readonly deviceId: string;
  readonly deviceToken: string;
}

/** How far a first sync, or taking everything anew, has come; survives a restart. */
export interface BootstrapState {
  /** Token of the next page; null before the first. */
  readonly after: string | null;
  readonly done: number;
  readonly total: number;
  /** Where pulling starts once the last page was read; null before. */
  readonly nextCursor: string | null;
  /** The last client summarised after the last page. */
  readonly derivedTo: string;
  /** True when rows the centre does not send again must go at the end. */
  readonly isRebuild: boolean;
  /** When the first page was applied; left out before. */
  readonly beganAt?: number;
}

/** A change on its way up or refused, as the sync screen lists it. */
export interface OutgoingItem {
  readonly mid: string;
  readonly group: string;
  readonly command: string;
  readonly entity: string;
  readonly rowId: string;
  readonly about: string | null;
  readonly scope: string;
  readonly fields: ToldField[];
  readonly at: number;
  readonly code: string | null;
  readonly detail: string | null;
}

/** A lost value with what stands in its place, as the sync screen lists it. */
export interface ConflictItem {
  readonly id: string;
  readonly entity: string;
  readonly rowId: string;
  readonly field: string;
  readonly about: string | null;
  readonly scope: string;
  readonly winner: string;
  readonly loser: string;
  readonly winnerBy: string | null;
  readonly loserBy: string | null;
  readonly rule: string;
  readonly decidedAt: number;
  readonly canTake: boolean;
}

export type OutgoingRow = Omit<OutgoingItem, 'fields'> & { readonly op: string; readonly patch: string };

/** How many rows the lists of the sync screen show at most. */
const listLimit = 500;

/** Reads how far the running bootstrap is, or null where none runs. */
export function readBootstrap(db: ReadableDb): BootstrapState | null {
  return readSyncState<BootstrapState>(db, 'bootstrap');
}

/** Reads the identity a forked copy was given; null where the one of the enrolment still holds. */
export function readIdentity(db: ReadableDb): DeviceIdentity | null {
  return readSyncState<DeviceIdentity>(db, 'identity');
}

/** Counts the refused changes nobody has acknowledged. */
export function countRefused(db: ReadableDb): number {
  const text = `SELECT count(*) AS n FROM journal WHERE status = 'rejected' AND acknowledged_at IS NULL`;
  return sql<{ n: number }>(db, text).get()?.n ?? 0;
}

/** Lists the changes waiting for the centre, oldest first, at most 500. */
export function listWaiting(db: ReadableDb): OutgoingItem[] {
  return sql<OutgoingRow>(
    db,
    `SELECT o.mid, o.group_id AS "group", o.command, o.entity, o.row_id AS rowId, ${aboutOf('s.scope')} AS about,
       coalesce(s.scope, '') AS scope, o.op,
       CASE WHEN o.op = 'delete' THEN coalesce(s.data, '{}') ELSE o.patch END AS patch, o.created_at AS at,
       iif(o.held_schema IS NULL, NULL, 'NEWER_SCHEMA') AS code, NULL AS detail
     FROM outbox o LEFT JOIN shadow s ON s.entity = o.entity AND s.row_id = o.row_id
     ORDER BY o.position LIMIT ${listLimit}`,
  )
    .all()
    .map(toItem);
}

/** Lists the refused changes nobody has acknowledged, newest first, at most 500. */
export function listRefused(db: ReadableDb): OutgoingItem[] {
  return sql<OutgoingRow>(
    db,
    `SELECT j.mid, j.mutation ->> '$.group' AS "group", j.mutation ->> '$.command' AS command, j.entity,
       j.row_id AS rowId, ${aboutOf('j.scope')} AS about, j.scope, j.mutation ->> '$.op' AS op,
       j.mutation ->> '$.patch' AS patch, j.answered_at AS at, j.code, j.detail
     FROM journal j WHERE j.status = 'rejected' AND j.acknowledged_at IS NULL
     ORDER BY j.answered_at DESC, j.mid DESC LIMIT ${listLimit}`,
  )
    .all()
    .map(toItem);
}

/** Returns the refused intents nobody has acknowledged as they were sent, oldest first. */
export function listRefusedIntents(db: ReadableDb): OutboxRow[] {
  return sql<OutboxRow>(
    db,
    `SELECT mid, mutation ->> '$.group' AS "group", mutation ->> '$.command' AS command, entity, row_id AS id,
       mutation ->> '$.op' AS op, mutation ->> '$.patch' AS patch, mutation ->> '$.base' AS base,
       mutation ->> '$.hlc' AS hlc, coalesce(mutation ->> '$.schema', 1) AS schema, coalesce(position, 0) AS position,
       lane, coalesce(created_at, answered_at) AS createdAt
     FROM journal WHERE status = 'rejected' AND acknowledged_at IS NULL ORDER BY position, answered_at, mid`,
  ).all();
}

/** Lists the undecided conflicts, newest first, at most 500. */
export function listConflicts(db: ReadableDb): ConflictItem[] {
  // Decided before decisions travelled: remembered on this device only.
  const decided = new Set(readSyncState<string[]>(db, 'decidedConflicts'));
  return sql<Omit<ConflictItem, 'canTake'>>(
    db,
    `SELECT c.id, c.entity, c.row_id AS rowId, c.field, ${aboutOf('c.about_scope')} AS about, c.about_scope AS scope,
       c.winner, c.loser,
       (SELECT name FROM manager WHERE id = c.winner_manager_id) AS winnerBy,
       (SELECT name FROM manager WHERE id = c.loser_manager_id) AS loserBy,
       c.rule, c.decided_at AS decidedAt
     FROM conflict c
     WHERE coalesce((SELECT take FROM conflict_decision d WHERE d.conflict_id = c.id
       ORDER BY d.decided_at DESC, d.id DESC LIMIT 1), 'none') = 'none'
     ORDER BY c.decided_at DESC, c.id DESC LIMIT ${listLimit}`,
  )
    .all()
    .filter(({ id }) => !decided.has(id))
    .map((item) => ({ ...item, canTake: canTake(db, item) }));
}

/** Returns the instant of the latest decision known here about a conflict, 0 where there is none. */
export function latestDecisionAt(db: ReadableDb, conflictId: string): number {
  const text = 'SELECT coalesce(max(decided_at), 0) AS at FROM conflict_decision WHERE conflict_id = ?';
  return sql<{ at: number }>(db, text).get(conflictId)?.at ?? 0;
}

/** Turns a change as it lies in the store into one as a screen may show it. */
export function toItem({ op, patch, ...item }: OutgoingRow): OutgoingItem {
  const values = JSON.parse(patch) as Record<string, unknown>;
  return { ...item, fields: tellingFields(item.entity, op === 'patch', values) };
}

function canTake(db: ReadableDb, { entity, rowId, field }: Omit<ConflictItem, 'canTake'>): boolean {
  if (!Object.hasOwn(entities, entity)) return false;
  const { merge, centralFields, fields } = entities[entity as Entity];
  const isOurs = merge === 'fields' && !(centralFields as readonly string[]).includes(field);
  return isOurs && field in fields.shape && readRow(db, entity as Entity, rowId) !== null;
}

/** SQL for the name of the client or title of the event that a scope names, where it is still here. */
export function aboutOf(scope: string): string {
  const owner = `substr(${scope}, instr(${scope}, ':') + 1)`;
  return `coalesce((SELECT name FROM client WHERE id = ${owner}), (SELECT title FROM event WHERE id = ${owner}))`;
}
