import type { z } from 'zod';
import { entities, type Entity, type RowData } from '#core/sync/entities.ts';
import { sql, type ReadableDb, type WritableDb } from '#db/handles.ts';

type Storage = 'plain' | 'flag' | 'json';
interface Column {
  readonly field: string;
  readonly column: string;
  readonly storage: Storage;
}
interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly upsert: string;
}

/** What a synced row carries besides its data. */
export interface RowState {
  readonly scope: string;
  /** The seq of the confirmed image; 0 while the centre has not confirmed the row. */
  readonly seq: number;
  /** Hash limbs of the confirmed image; null until confirmed. */
  readonly hashHi: number | null;
  readonly hashLo: number | null;
}

export interface StoredRow<E extends Entity> extends RowState {
  readonly id: string;
  readonly data: RowData<E>;
}

const tables = new Map<Entity, Table>();

/** Returns how a kind of row lies in SQLite: table and columns are its names in snake_case. */
export function tableOf(entity: Entity): Table {
  let table = tables.get(entity);
  if (!table) {
    table = describe(entity);
    tables.set(entity, table);
  }
  return table;
}

/** Reads one row, or null where there is none. */
export function readRow<E extends Entity>(db: ReadableDb, entity: E, id: string): StoredRow<E> | null {
  const table = tableOf(entity);
  const found = sql<Record<string, unknown>>(db, `SELECT * FROM ${table.name} WHERE id = ?`).get(id);
  if (!found) return null;
  return {
    id,
    data: decode(entity, found),
    scope: found['scope'] as string,
    seq: found['seq'] as number,
    hashHi: found['hash_hi'] as number | null,
    hashLo: found['hash_lo'] as number | null,
  };
}

/** Turns a record of columns into the row's data. */
export function decode<E extends Entity>(entity: E, record: Readonly<Record<string, unknown>>): RowData<E> {
  const data: Record<string, unknown> = {};
  for (const { field, column, storage } of tableOf(entity).columns) {
    const value = record[column];
    if (storage === 'flag') data[field] = value === 1;
    else if (storage === 'json') data[field] = JSON.parse(value as string);
    else data[field] = value;
  }
  return data as RowData<E>;
}

/** Writes a whole row. Only `db/changes` calls it, inside the gate. */
export function writeRow(
  db: WritableDb,
  entity: Entity,
  id: string,
  data: Readonly<Record<string, unknown>>,
  state: RowState,
): void {
  const table = tableOf(entity);
  const values = table.columns.map(({ field, storage }) => encode(data[field], storage));
  sql(db, table.upsert).run(id, state.scope, state.seq, state.hashHi, state.hashLo, ...values);
}

/** Writes some fields of a row that is there, and so only the indexes these are in. Only `db/changes` calls it, inside the gate. */
export function patchRow(
  db: WritableDb,
  entity: Entity,
  id: string,
  patch: Readonly<Record<string, unknown>>,
): void {
  const table = tableOf(entity);
  const changed = table.columns.filter(({ field }) => field in patch);
  if (changed.length === 0) return;
  const text = `UPDATE ${table.name} SET ${changed.map(({ column }) => `${column} = ?`).join(', ')} WHERE id = ?`;
  sql(db, text).run(...changed.map(({ field, storage }) => encode(patch[field], storage)), id);
}

/** Removes a row. Only `db/changes` calls it, inside the gate. */
export function removeRow(db: WritableDb, entity: Entity, id: string): void {
  sql(db, `DELETE FROM ${tableOf(entity).name} WHERE id = ?`).run(id);
}

function encode(value: unknown, storage: Storage): unknown {
  if (storage === 'flag') return value ? 1 : 0;
  if (storage === 'json') return JSON.stringify(value);
  return value ?? null;
}

function describe(entity: Entity): Table {
  const name = snakeCase(entity);
  const columns = Object.entries(entities[entity].fields.shape).map(([field, schema]) => ({
    field,
    column: snakeCase(field),
    storage: storageOf(schema as z.ZodType),
  }));
  const all = ['id', 'scope', 'seq', 'hash_hi', 'hash_lo', ...columns.map(({ column }) => column)];
  const updates = all.slice(1).map((column) => `${column} = excluded.${column}`);
  const upsert =
    `INSERT INTO ${name} (${all.join(', ')}) VALUES (${all.map(() => '?').join(', ')}) ` +
    `ON CONFLICT (id) DO UPDATE SET ${updates.join(', ')}`;
  return { name, columns, upsert };
}

function storageOf(schema: z.ZodType): Storage {
  const definition = schema.def as { type: string; innerType?: z.ZodType };
  if (definition.type === 'nullable' && definition.innerType) return storageOf(definition.innerType);
  if (definition.type === 'boolean') return 'flag';
  return ['array', 'object', 'record'].includes(definition.type) ? 'json' : 'plain';
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
