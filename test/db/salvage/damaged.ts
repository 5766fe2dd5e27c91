import { closeSync, copyFileSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { makeSampleBook } from '#core/sample/make-book.ts';
import { businessDayOf } from '#core/base/time.ts';
import { scopeOf } from '#core/sync/entities.ts';
import { commitChange, type RowChange } from '#db/changes/commit.ts';
import { applyConfirmed } from '#db/changes/confirm.ts';
import { acknowledgeRefused, settleAnswers } from '#db/changes/settle.ts';
import { writeSyncState } from '#db/changes/sync-state.ts';
import type { WritableDb } from '#db/handles.ts';
import { placesOf, type TablePlace } from '#db/salvage-source.ts';
import { testManagerId } from '#test/support/rows.ts';
import { freshStoreFile, openTestStore } from '#test/support/store.ts';
import { testStation } from '#test/support/station.ts';

const pageBytes = 4096;

/** A closed store with a confirmed book, unsent work on top of it, refused changes and settings. */
export interface FullStore {
  readonly file: string;
  readonly pages: number;
  /** The pages on which a table and its indexes lie, in the order of the tree. */
  readonly pagesOf: (table: string) => number[];
  readonly places: readonly TablePlace[];
  /** Identifiers of everything that waits, oldest first. */
  readonly waiting: readonly string[];
  /** What each row with unsent work shows: entity, id, data as JSON. */
  readonly shown: ReadonlyMap<string, string>;
}

/** Makes a store of that many clients with unsent changes of every sort; 40 % of the clients are touched. */
export function fullStore(clients: number): FullStore {
  const file = freshStoreFile();
  const db = openTestStore(file);
  const station = testStation(db);
  const now = station.clock();
  const rows = [...book(clients, now)].map((row, index) => ({
    ...row,
    scope: scopeOf(row.entity, row.id, row.data),
    seq: index + 1,
  }));
  applyConfirmed(db, rows, now);
  const ids = rows.filter(({ entity }) => entity === 'client').map(({ id }) => id);
  const change = (changes: readonly RowChange[]): void => {
    commitChange(db, { now, newId: station.newId, nextHlc: station.nextHlc }, 'test', changes);
  };
  for (const [index, id] of ids.entries()) {
    if (index % 5 < 2) change(workOn(id, { index, newId: station.newId, now }));
  }
  refuseSome(db, now);
  writeSyncState(db, 'enrolment', { deviceId: 'device-kept', deviceToken: 'token-kept' });
  writeSyncState(db, 'hlc', '000000000000001-000000-device-0');
  db.prepare(`INSERT INTO local_setting (key, value) VALUES ('theme', '"dark"')`).run();
  const { waiting, shown } = workOf(db);
  const places = placesOf(db);
  const map = pageMap(db);
  db.close();
  const pagesOf = (table: string): number[] => map.get(table) ?? [];
  return { file, pages: statSync(file).size / pageBytes, pagesOf, places, waiting, shown };
}

function pageMap(db: WritableDb): Map<string, number[]> {
  const rows = db
    .prepare(
      `SELECT coalesce(s.tbl_name, d.name) AS "table", d.pageno FROM dbstat d
       LEFT JOIN sqlite_schema s ON s.name = d.name ORDER BY d.path`,
    )
    .all() as { table: string; pageno: number }[];
  return new Map(
    [...Map.groupBy(rows, ({ table }) => table)].map(([table, of]) => [table, of.map((row) => row.pageno)]),
  );
}

/** Everything that waits in a store, and how the rows concerned look. */
export function workOf(db: WritableDb): Pick<FullStore, 'waiting' | 'shown'> {
  const waiting = db.prepare('SELECT mid FROM outbox ORDER BY position').pluck().all() as string[];
  const shown = new Map<string, string>();
  for (const table of ['client', 'note', 'task', 'tag'] as const) {
    const rows =
      db.prepare(`SELECT t.*, NULL AS rid, NULL AS seq, NULL AS hash_hi, NULL AS hash_lo FROM ${table} t
      WHERE id IN (SELECT row_id FROM shadow)`);
    for (const row of rows.all() as { id: string }[]) shown.set(`${table} ${row.id}`, JSON.stringify(row));
  }
  return { waiting, shown };
}

/** Copies a store and changes one byte in each of the pages named (the first page is 1). */
export function damagedCopy(file: string, pages: readonly number[]): string {
  const copy = `${file}.damaged.db`;
  copyFileSync(file, copy);
  const handle = openSync(copy, 'r+');
  const byte = Buffer.alloc(1);
  for (const page of pages) {
    const at = (page - 1) * pageBytes + ((page * 2_654_435) % (pageBytes - 200)) + 100;
    readSync(handle, byte, 0, 1, at);
    byte[0] = (byte[0] ?? 0) ^ 0x10;
    writeSync(handle, byte, 0, 1, at);
  }
  closeSync(handle);
  return copy;
}

function book(clients: number, now: number) {
  const managers = [
    { id: testManagerId, name: '林若溪' },
    { id: '01940000-0000-7000-9000-000000000002', name: '陈思远' },
  ] as const;
  const today = businessDayOf(now);
  return makeSampleBook({ seed: 3, clients, now, today, branchName: '示例支行', managers: [...managers] });
}

interface Work {
  readonly index: number;
  readonly newId: () => string;
  readonly now: number;
}

function workOn(clientId: string, { index, newId, now }: Work): RowChange[] {
  const note = { clientId, managerId: testManagerId, text: `面谈记录 ${index}`, writtenAt: now };
  return [
    { op: 'patch', entity: 'client', id: clientId, patch: { city: `城市${index}`, occupation: '教师' } },
    { op: 'create', entity: 'note', id: newId(), data: note },
  ];
}

function refuseSome(db: WritableDb, now: number): void {
  const mids = db.prepare('SELECT mid FROM outbox ORDER BY position LIMIT 8').pluck().all() as string[];
  const results = mids.map((mid) => ({
    mid,
    status: 'rejected' as const,
    code: 'INVALID' as const,
    detail: null,
    row: null,
  }));
  settleAnswers(db, results, now);
  acknowledgeRefused(db, mids.slice(0, 2), now);
}
