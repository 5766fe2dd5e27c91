import { entityNames } from '#core/sync/entities.ts';
import type { WireRow } from '#core/sync/protocol.ts';
import type { WritableDb } from '#db/handles.ts';
import { decode, tableOf } from '#db/rows.ts';
import { timed } from '#test/bench/measure.ts';

/** Rows of one transaction, everywhere the same. */
export const pageRows = 1_000;

/** A finished row with the statement that puts it into a store. */
interface RawRow {
  readonly insert: { run(...values: unknown[]): unknown };
  readonly values: unknown[];
}

/** Drops the guards of a store: what is left is tables and indexes. */
export function unguard(db: WritableDb): void {
  for (const entity of entityNames) {
    for (const event of ['insert', 'update', 'delete'])
      db.exec(`DROP TRIGGER ${tableOf(entity).name}_guard_${event}`);
  }
}

/** Makes raw rows of everything a store holds, for another store of the same schema without guards. */
export function rawRows(from: WritableDb, into: WritableDb): RawRow[] {
  return entityNames.flatMap((entity) => {
    const { name } = tableOf(entity);
    const rows = from.prepare(`SELECT * FROM ${name}`).raw().all() as unknown[][];
    const [first] = rows;
    if (!first) return [];
    const insert = into.prepare(`INSERT OR REPLACE INTO ${name} VALUES (${first.map(() => '?').join(', ')})`);
    return rows.map((values) => ({ insert, values }));
  });
}

/**
 * The physical limit, in milliseconds: finished rows into the same tables and indexes with the same cipher, durability
 * and page size; no checks, hashes, guards, summaries or search index.
 */
export function timeRaw(db: WritableDb, rows: readonly RawRow[]): number {
  return timed(() => {
    for (let at = 0; at < rows.length; at += pageRows) {
      db.transaction(() => {
        for (const { insert, values } of rows.slice(at, at + pageRows)) insert.run(...values);
      })();
    }
  });
}

/** Returns every row of a store as the wire carries it, in the order of a first sync. */
export function wireRows(db: WritableDb): WireRow[] {
  return entityNames.flatMap((entity) => {
    const records = db.prepare(`SELECT * FROM ${tableOf(entity).name}`).all() as Record<string, unknown>[];
    return records.map((record) => ({
      entity,
      id: String(record['id']),
      scope: String(record['scope']),
      seq: Number(record['seq']),
      data: decode(entity, record),
    }));
  });
}
