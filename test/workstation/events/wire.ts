import { scopeOf, type Entity } from '#core/sync/entities.ts';
import { throughGate } from '#db/gate.ts';
import type { WritableDb } from '#db/handles.ts';
import { decode, tableOf, writeRow } from '#db/rows.ts';

/** A row on its way between two stores of a test. */
export interface WireRow {
  readonly entity: Entity;
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Reads and writes whole rows past the change log, as rows that come from the centre are. */
export const writeImage = {
  read(db: WritableDb, entity: Entity): WireRow[] {
    const rows = db.prepare(`SELECT * FROM ${tableOf(entity).name}`).all() as ({ id: string } & Record<
      string,
      unknown
    >)[];
    return rows.map((row) => ({ entity, id: row.id, data: decode(entity, row) }));
  },
  write(db: WritableDb, rows: readonly WireRow[]): void {
    throughGate(db, () => {
      for (const { entity, id, data } of rows) {
        writeRow(db, entity, id, data, { scope: scopeOf(entity, id, data), seq: 1, hashHi: 0, hashLo: 0 });
      }
    });
  },
};
