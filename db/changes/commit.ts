import { entities, scopeOf, type Entity, type RowData } from '#core/sync/entities.ts';
import { schemaVersion } from '#core/sync/protocol.ts';
import type { Instant } from '#core/base/time.ts';
import type { NewId } from '#core/base/ids.ts';
import { derive, type TouchedRow } from '#db/changes/derive.ts';
import type { ClientEdit } from '#db/changes/summary-edit.ts';
import { throughGate } from '#db/gate.ts';
import { sql, type WritableDb } from '#db/handles.ts';
import { patchRow, readRow, removeRow, writeRow } from '#db/rows.ts';

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
    derive(
      db,
      commands.flatMap((command) => writeChange(db, context, command)),
      context.now,
    );
  });
}

/**
 * Writes one command's rows and change log inside an open gate, without derived data: whoever calls it
 * calls `derive` for the rows it returns before the gate closes.
 */
export function writeChange(
  db: WritableDb,
  context: ChangeContext,
  { command, changes }: Command,
): TouchedRow[] {
  const group = context.newId();
  return changes.map((change) => {
    refuseUnwritable(change);
    const before = readRow(db, change.entity, change.id);
    const after = resultOf(change, before?.data ?? null);
    const scope = before?.scope ?? scopeOf(change.entity, change.id, after ?? {});
    const isFirst = keepShadow(db, change, scope, before);
    show(db, change, { scope, after });
    // While everything is read anew, rows not seen again yet carry their seq negative.
    const shown = Math.abs(before?.seq ?? 0);
    enqueue(db, context, command, group, change, isFirst ? shown : baseBeneath(db, change, shown));
    return touchedBy(change, before?.data, after);
  });
}

function touchedBy(change: RowChange, before: object | undefined, after: object | null): TouchedRow {
  const { op, entity, id } = change;
  if (entity !== 'client' || op !== 'patch') return { entity, id };
  const edit = { fields: Object.keys(change.patch), before, after } as ClientEdit;
  return { entity, id, edit };
}

function show(
  db: WritableDb,
  { op, entity, id, ...change }: RowChange,
  { scope, after }: { readonly scope: string; readonly after: Record<string, unknown> | null },
): void {
  if (after === null) return removeRow(db, entity, id);
  if (op === 'create') return writeRow(db, entity, id, after, { scope, seq: 0, hashHi: null, hashLo: null });
  const { patch } = change as { readonly patch: object };
  patchRow(db, entity, id, Object.fromEntries(Object.keys(patch).map((field) => [field, after[field]])));
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

/** Keeps the confirmed image of a row aside; true where nothing of the row was waiting before. */
function keepShadow(
  db: WritableDb,
  { entity, id }: RowChange,
  scope: string,
  before: { readonly seq: number; readonly data: object } | null,
): boolean {
  const { changes } = sql(
    db,
    'INSERT INTO shadow (entity, row_id, scope, seq, data) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  ).run(entity, id, scope, before?.seq ?? 0, before ? JSON.stringify(before.data) : null);
  return changes > 0;
}

/**
 * Returns what a further change of a waiting row claims to have seen. Where an earlier one covers a field, the screen
 * showed that one: what came beneath it since was never seen, and must not be replaced unseen should the earlier one
 * be refused.
 */
function baseBeneath(db: WritableDb, change: RowChange, shown: number): number {
  const { entity, id, op } = change;
  const covering = `SELECT min(base) AS base FROM outbox o WHERE entity = ? AND row_id = ? AND op = 'patch'`;
  const fields = op === 'patch' ? JSON.stringify(Object.keys(change.patch)) : null;
  const isCovered =
    fields === null
      ? ''
      : 'AND EXISTS (SELECT 1 FROM json_each(o.patch) p, json_each(?) f WHERE p.key = f.value)';
  const found = sql<{ base: number | null }>(db, `${covering} ${isCovered}`).get(
    entity,
    id,
    ...(fields === null ? [] : [fields]),
  );
  return Math.min(shown, found?.base ?? shown);
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
