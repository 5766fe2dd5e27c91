import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { randomBytes } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { pino } from 'pino';
import { restoreBackup } from '#central/backup/restore.ts';
import { writeBackup } from '#central/backup/write.ts';
import { openPool } from '#central/database.ts';
import { startCentral } from '#central/serve.ts';
import { throughGate } from '#db/gate.ts';
import type { WritableDb } from '#db/handles.ts';
import { listConflicts, readIdentity } from '#db/queries/sync.ts';
import { readRow } from '#db/rows.ts';
import { createHost } from '#workstation/create-host.ts';
import type { Host, SyncEngine } from '#workstation/host.ts';
import { decideConflict, undoDecision } from '#workstation/sync/decide.ts';
import { startSync, type SyncOptions } from '#workstation/sync/engine.ts';
import type { Enrolment } from '#workstation/sync/enrol.ts';
import { openLiveSocket } from '#workstation/sync/live-socket.ts';
import { commit, type Station } from '#workstation/station.ts';
import { centralOfFile, freshDatabase } from '#test/support/central-server.ts';
import { stationOf } from '#test/support/enrolled-station.ts';
import { enrolled, sampleBranch, syncOf } from '#test/support/enrolled.ts';
import { manualTimers } from '#test/support/manual-timers.ts';
import { freshStoreFile, migrationsFolder, openTestStore } from '#test/support/store.ts';
import { noteData } from '#test/support/wire.ts';
import { testSetup } from '#test/workstation/session/support.ts';
import { testFolder } from '#test/support/temporary.ts';

const central = centralOfFile();
const folder = testFolder('two');
let branch: Awaited<ReturnType<typeof sampleBranch>>;
const engines: SyncEngine[] = [];
const hosts: Host[] = [];

beforeAll(async () => {
  branch = await sampleBranch(central, 40);
});
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.stop();
  for (const host of hosts.splice(0)) await host.close();
});

interface Desk {
  readonly station: Station;
  readonly sync: SyncEngine;
  readonly db: WritableDb;
  readonly file: string;
  readonly enrolment: Enrolment;
}

/** A desk on a store of an enrolled device, as a start of the program makes one. */
function desk(enrolment: Enrolment, file = freshStoreFile(), options: Partial<SyncOptions> = {}): Desk {
  const db = openTestStore(file);
  const station = stationOf(enrolment, db);
  const sync = syncOf(station, enrolment, { centralUrl: central.url, ...options });
  engines.push(sync);
  return { station, sync, db, file, enrolment };
}
const enrol = () => enrolled(central, branch.tenantId, branch.managers[0]);
const anyClient = (db: WritableDb) =>
  db.prepare('SELECT id FROM client ORDER BY id LIMIT 1').pluck().get() as string;
const note = ({ station, db }: Pick<Desk, 'station' | 'db'>, text: string) => {
  const id = uuidv7();
  const data = noteData(anyClient(db), station.me.managerId, text);
  commit(station, 'client.note', [{ op: 'create', entity: 'note', id, data }]);
  return id;
};
const notes = (db: WritableDb, like: string) =>
  db.prepare('SELECT text FROM note WHERE text LIKE ? ORDER BY text').pluck().all(like) as string[];

test('[SY22] two copies of one folder against a real centre: both end equal to it, with the work of both, once', async () => {
  const enrolment = await enrol();
  const first = desk(enrolment);
  await first.sync.syncNow();
  note(first, '叉-共同');
  first.db.pragma('wal_checkpoint(TRUNCATE)');
  const copy = freshStoreFile();
  copyFileSync(first.file, copy);
  const second = desk(enrolment, copy);
  note(first, '叉-原机');
  note(second, '叉-副本');
  await first.sync.syncNow();
  await second.sync.prove();
  await first.sync.prove();
  const all = ['叉-共同', '叉-副本', '叉-原机'].sort();
  expect([notes(first.db, '叉-%').sort(), notes(second.db, '叉-%').sort()]).toEqual([all, all]);
  expect([first, second].map(({ sync }) => sync.status())).toMatchObject([
    { phase: 'synced', pending: 0, refused: 0, proof: { isEqual: true } },
    { phase: 'synced', pending: 0, refused: 0, proof: { isEqual: true } },
  ]);
  expect([readIdentity(first.db), readIdentity(second.db)?.deviceId === enrolment.deviceId]).toEqual([
    null,
    false,
  ]);
});

test('[SY18] a real restore: what was acknowledged after the backup is offered again, by each device its own', async () => {
  const [a, b] = [desk(await enrol()), desk(await enrol())];
  await a.sync.syncNow();
  await b.sync.syncNow();
  note(a, '备份-之前');
  await a.sync.syncNow();
  const file = path.join(folder, 'backup');
  await writeBackup(central.pool, { file, now: Date.now() });
  note(a, '备份-甲之后');
  const client = anyClient(b.db);
  commit(b.station, 'client.correct', [
    { op: 'patch', entity: 'client', id: client, patch: { city: '泰州' } },
  ]);
  await a.sync.syncNow();
  await b.sync.syncNow();
  const databaseUrl = await freshDatabase();
  const pool = openPool(databaseUrl);
  await restoreBackup(pool, { file, replace: false, now: Date.now() });
  await pool.end();
  const restored = await startCentral({ databaseUrl, adminToken: 'x', logger: pino({ level: 'silent' }) });
  for (const one of [a, b]) await one.sync.stop();
  const moved = (one: Desk): Desk => {
    const sync = syncOf(one.station, one.enrolment, { centralUrl: restored.url });
    engines.push(sync);
    return { ...one, sync };
  };
  const [a2, b2] = [moved(a), moved(b)];
  await a2.sync.syncNow();
  await b2.sync.syncNow();
  await a2.sync.prove();
  await b2.sync.prove();
  expect([notes(b.db, '备份-%'), readRow(a.db, 'client', client)?.data.city]).toEqual([
    ['备份-之前', '备份-甲之后'].sort(),
    '泰州',
  ]);
  expect([a2.sync.status(), b2.sync.status()]).toMatchObject([
    { phase: 'synced', pending: 0, refused: 0, proof: { isEqual: true } },
    { phase: 'synced', pending: 0, refused: 0, proof: { isEqual: true } },
  ]);
  for (const { sync } of [a2, b2]) await sync.stop();
  await restored.close();
});

test('[SY11] against a real centre exactly the damaged rows are replaced', async () => {
  const one = desk(await enrol());
  await one.sync.syncNow();
  const id = anyClient(one.db);
  const city = readRow(one.db, 'client', id)?.data.city;
  throughGate(one.db, () => one.db.prepare("UPDATE client SET city = '磁盘坏了' WHERE id = ?").run(id));
  throughGate(one.db, () =>
    one.db.prepare('DELETE FROM holding WHERE id = (SELECT min(id) FROM holding)').run(),
  );
  expect(await one.sync.repair()).toMatchObject({ isEqual: true, replaced: 2, removed: 0 });
  expect(readRow(one.db, 'client', id)?.data.city).toBe(city);
});

test('[SY26] a change on one device is on the other by the real line, without being asked for', async () => {
  const [a, b] = [
    desk(await enrol()),
    desk(await enrol(), freshStoreFile(), { openSocket: openLiveSocket, timers: undefined }),
  ];
  await a.sync.syncNow();
  await b.sync.syncNow();
  await vi.waitFor(() => expect(b.sync.status().isLive).toBe(true), { timeout: 5_000 });
  const id = note(a, '实时');
  await a.sync.syncNow();
  await vi.waitFor(() => expect(readRow(b.db, 'note', id)).not.toBeNull(), { timeout: 5_000 });
});

test('[SY24] revoked by a real centre: what waits is with its administrator, and the whole book is gone', async () => {
  const code = await central.createCode(branch.tenantId, branch.managers[0]);
  const dataDir = path.join(folder, 'host');
  const host = createHost({
    dataDir,
    migrationsDir: migrationsFolder,
    clock: () => Date.now(),
    newId: uuidv7,
    vault: { randomBytes, cost: { memoryKiB: 64, passes: 1, lanes: 1 } },
    shell: 'browser',
    version: '0.0.0',
    platform: 'test',
    startSync: (options) => startSync({ ...options, timers: manualTimers() }),
  });
  hosts.push(host);
  await host.setup({ ...testSetup, centralUrl: central.url, code });
  const session = host.open();
  if (!session) throw new Error('Not open.');
  const { station, sync } = session;
  await sync.syncNow();
  const id = note({ station, db: station.db }, '交回');
  await central.admin.revokeDevice({ tenantId: branch.tenantId, deviceId: station.me.deviceId });
  await sync.syncNow();
  await vi.waitFor(() => expect(host.status().state).toBe('setup'), { timeout: 5_000 });
  expect(host.status().problem).toBe('REVOKED_ERASED');
  const handedIn = await central.admin.quarantine({ tenantId: branch.tenantId });
  expect(handedIn).toMatchObject([{ rowId: id, entity: 'note', deviceId: station.me.deviceId }]);
});

test('[SY16] a conflict decided on one device is decided on the other, and open on both when that is taken back', async () => {
  const [a, b] = [desk(await enrol()), desk(await enrol())];
  const round = async (...desks: Desk[]) => {
    for (const { sync } of desks) await sync.syncNow();
  };
  await round(a, b);
  const id = anyClient(a.db);
  const patch = ({ station }: Desk, city: string) =>
    commit(station, 'client.correct', [{ op: 'patch', entity: 'client', id, patch: { city } }]);
  patch(a, '常州');
  patch(b, '南通');
  await round(b, a, b);
  const open = () => [a, b].map(({ db }) => listConflicts(db).length);
  expect(open()).toEqual([1, 1]);
  const [conflict] = listConflicts(a.db);
  decideConflict(a.station, conflict?.id ?? '', 'loser');
  await round(a, b);
  expect([open(), readRow(b.db, 'client', id)?.data.city]).toEqual([
    [0, 0],
    JSON.parse(conflict?.loser ?? ''),
  ]);
  undoDecision(a.station, conflict?.id ?? '');
  await round(a, b);
  expect(open()).toEqual([1, 1]);
  expect([(await a.sync.prove()).isEqual, (await b.sync.prove()).isEqual]).toEqual([true, true]);
});
