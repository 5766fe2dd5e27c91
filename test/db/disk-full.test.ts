import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { migrate, readMigrations } from '#db/migrate.ts';
import { storeFailureOf } from '#db/store-failure.ts';
import type { WritableDb } from '#db/handles.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import { commit } from '#workstation/station.ts';
import { importDesk } from '#test/workstation/imports/import-desk.ts';
import { testClock } from '#test/support/clock.ts';
import { testDevice } from '#test/support/device.ts';
import { fakeCentral } from '#test/support/fake-central.ts';
import { clientRow, testManagerId } from '#test/support/rows.ts';
import { testStation } from '#test/support/station.ts';
import { freshStore, freshStoreFile, migrationsFolder, openTestStore, testKey } from '#test/support/store.ts';

/** Lets the file grow by that many pages and no more, as a full disk does; returns what undoes it. */
function limit(db: WritableDb, pages: number): () => void {
  db.pragma('wal_checkpoint(TRUNCATE)');
  const before = Number(db.pragma('max_page_count', { simple: true }));
  db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true })) + pages}`);
  return () => db.pragma(`max_page_count = ${before}`);
}

test('[F27] a migration that finds the disk full changes nothing and is done when there is room', () => {
  const db = freshStore();
  const known = readMigrations(migrationsFolder);
  const later = {
    number: known.length + 1,
    name: 'large',
    sql: 'CREATE TABLE large (bytes BLOB); INSERT INTO large VALUES (zeroblob(400000));',
  };
  const release = limit(db, 20);
  expect(() => migrate(db, [...known, later])).toThrow(/full/);
  expect(db.pragma('user_version', { simple: true })).toBe(known.length);
  expect(db.prepare(`SELECT count(*) FROM sqlite_schema WHERE name = 'large'`).pluck().get()).toBe(0);
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  release();
  migrate(db, [...known, later]);
  expect(db.prepare('SELECT length(bytes) FROM large').pluck().get()).toBe(400_000);
});

test('[F27] a first sync that finds the disk full says so, keeps whole pages only, and goes on when there is room', async () => {
  const central = fakeCentral(testClock().now);
  const device = testDevice(central.connect, { pageRows: 20, managerId: testManagerId });
  for (let count = 0; count < 300; count += 1) {
    const id = `01940000-0000-7000-8000-${String(count).padStart(12, '0')}`;
    central.put('client', id, {
      ...clientRow({ name: `王小明${count}`, extra: { 备注: '长'.repeat(300) } }),
    });
  }
  const release = limit(device.db, 60);
  await device.sync.syncNow();
  expect(device.sync.status()).toMatchObject({ problem: 'STORE_FAILED' });
  const held = device.db.prepare('SELECT count(*) FROM client').pluck().get() as number;
  expect(readSyncState<{ done: number }>(device.db, 'bootstrap')?.done ?? 0).toBe(held);
  release();
  await device.sync.syncNow();
  await device.sync.syncNow();
  expect(device.db.prepare('SELECT count(*) FROM client').pluck().get()).toBe(300);
  expect((await device.sync.prove()).isEqual).toBe(true);
  await device.sync.stop();
});

test('[F27] an import that finds the disk full leaves no half row, and the same file comes in whole afterwards', async () => {
  const desk = importDesk();
  const { db } = desk.station;
  const lines = Array.from(
    { length: 400 },
    (_, index) => `客户${index},1601234${String(index).padStart(4, '0')}`,
  );
  const csv = `姓名,手机\n${lines.join('\n')}\n`;
  const release = limit(db, 40);
  expect((await desk.bring(csv)).state).toBe('FAILED');
  const half = `SELECT count(*) FROM client c WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE row_id = c.id)`;
  expect(db.prepare(half).pluck().get()).toBe(0);
  release();
  const done = await desk.bring(csv);
  expect(done.state).toBe('DONE');
  expect(db.prepare('SELECT count(*) FROM client').pluck().get()).toBe(400);
});

test('[F27] a file that may not grow any more (ulimit): what was acknowledged is there, the rest is not, and work goes on', () => {
  const file = freshStoreFile();
  const script = path.resolve(import.meta.dirname, '../support/full-disk-child.ts');
  const { stdout, status } = spawnSync(
    'bash',
    [
      '-c',
      `trap '' XFSZ; ulimit -f 1500; exec "$0" "$@"`,
      process.execPath,
      script,
      file,
      Buffer.from(testKey).toString('hex'),
    ],
    { encoding: 'utf8' },
  );
  const [acknowledged = 0, code = ''] = stdout.trim().split(' ');
  expect({ status, isNamed: storeFailureOf({ code }) !== null }).toEqual({ status: 0, isNamed: true });
  expect(Number(acknowledged)).toBeGreaterThan(10);
  const db = openTestStore(file);
  const count = (table: string): unknown => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  expect([count('client'), count('outbox'), count('shadow')]).toEqual(Array(3).fill(Number(acknowledged)));
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  const station = testStation(db, 5);
  commit(station, 'client.create', [
    { op: 'create', entity: 'client', id: station.newId(), data: clientRow() },
  ]);
  expect(count('client')).toBe(Number(acknowledged) + 1);
  db.close();
});
