import { entities, scopeOf, type Entity, type RowData } from '#core/sync/entities.ts';
import { schemaVersion } from '#core/sync/protocol.ts';
import type { Instant } from '#core/base/time.ts';
import type { NewId } from '#core/base/ids.ts';
import { derive } from '#db/changes/derive.ts';
import { throughGate } from '#db/gate.ts';
import { sql, type WritableDb } from '#db/handles.ts';
import { readRow, removeRow, writeRow } from '#db/rows.ts';

/** One row's part of a local change. A patch holds changed fields only. */
export type RowChange = { [E in Entity]: CreateRow<E> | PatchRow<E> | DeleteRow }[Entity];
interface CreateRow<E extends Entity> {
  readonly op: 'create';
  readonly entity: E;
  readonly id: string;
  readonly data: RowData<E>;
}
interface PatchRow<E extends Entity> {
  readonly op: 'patch';
  readonly entity: E;
  readonly id: string;
  readonly patch: Partial<RowData<E>>;
}
interface DeleteRow {
  readonly op: 'delete';
  readonly entity: Entity;
  readonly id: string;
}

export interface ChangeContext {
  readonly now: Instant;
  readonly newId: NewId;
  /** Returns the next hybrid logical clock reading of this device. */
  readonly nextHlc: () => string;
}

/**
 * Commits one command of this workstation: rows, change log (outbox) and derived data in one transaction,
 * durable when it returns. Throws on rows that break their schema or that a device may not write.
 */
export function commitChange(
  db: WritableDb,
  context: ChangeContext,
  command: string,
  changes: readonly RowChange[],
): void {
  commitChanges(db, context, [{ command, changes }]);
}

/** A command with the rows it changes: applied by the centre all or none. */
export interface Command {
  readonly command: string;
  readonly changes: readonly RowChange[];
}

/** Commits many commands in one transaction; derived data is brought up to date once, after the last. */
export function commitChanges(db: WritableDb, context: ChangeContext, commands: readonly Command[]): void {
  throughGate(db, () => {
    for (const command of commands) writeChange(db, context, command);
    const touched = commands.flatMap(({ changes }) => changes.map(({ entity, id }) => ({ entity, id })));
    derive(db, touched, context.now);
  });
}

/**
 * Writes one command's rows and change log inside an open gate, without derived data: whoever calls it
 * calls `derive` for the same rows before the gate closes.
 */
export function writeChange(db: WritableDb, context: ChangeContext, { command, changes }: Command): void {
  const group = context.newId();
  for (const change of changes) {
    refuseUnwritable(change);
    const before = readRow(db, change.entity, change.id);
    const after = resultOf(change, before?.data ?? null);
    const scope = before?.scope ?? scopeOf(change.entity, change.id, after ?? {});
    keepShadow(db, change, scope, before);
    if (after === null) removeRow(db, change.entity, change.id);
    else {
      const { seq = 0, hashHi = null, hashLo = null } = before ?? {};
      writeRow(db, change.entity, change.id, after, { scope, seq, hashHi, hashLo });
    }
    enqueue(db, context, command, group, change, before?.seq ?? 0);
  }
}

function refuseUnwritable({ entity, op }: RowChange): void {
  const { merge } = entities[entity];
  if (merge === 'central') throw new Error(`${entity} is written by the centre only.`);
  if (merge === 'fact' && op !== 'create') throw new Error(`${entity} is a fact: it is never changed.`);
}

function resultOf(
  change: RowChange,
  before: Readonly<Record<string, unknown>> | null,
): Record<string, unknown> | null {
  const { fields } = entities[change.entity];
  if (change.op === 'create') {
    if (before) throw new Error(`${change.entity} ${change.id} exists already.`);
    return fields.parse(change.data);
  }
  if (!before) throw new Error(`There is no ${change.entity} ${change.id}.`);
  return change.op === 'delete' ? null : fields.parse({ ...before, ...change.patch });
}

function keepShadow(
  db: WritableDb,
  { entity, id }: RowChange,
  scope: string,
  before: { readonly seq: number; readonly data: object } | null,
): void {
  sql(
    db,
    'INSERT INTO shadow (entity, row_id, scope, seq, data) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  ).run(entity, id, scope, before?.seq ?? 0, before ? JSON.stringify(before.data) : null);
}

function enqueue(
  db: WritableDb,
  context: ChangeContext,
  command: string,
  group: string,
  change: RowChange,
  base: number,
): void {
  const patch = change.op === 'create' ? change.data : change.op === 'patch' ? change.patch : {};
  sql(
    db,
    `INSERT INTO outbox (mid, group_id, lane, command, entity, row_id, op, patch, base, hlc, created_at, schema)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    context.newId(),
    group,
    isWithdrawal(change) ? 0 : 1,
    command,
    change.entity,
    change.id,
    change.op,
    JSON.stringify(patch),
    base,
    context.nextHlc(),
    context.now,
    schemaVersion,
  );
}

/** Do-not-contact and consent withdrawals go up before anything else (sync.md, decisions). */
function isWithdrawal(change: RowChange): boolean {
  return change.entity === 'consent' && change.op === 'create' && !(change.data as { given: boolean }).given;
}
