import path from 'node:path';
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { sql } from '#db/handles.ts';
import { listRefused } from '#db/queries/sync.ts';
import { restoreBackup } from '#central/backup/restore.ts';
import { writeBackup } from '#central/backup/write.ts';
import { openPool } from '#central/database.ts';
import { startCentral, type Central } from '#central/serve.ts';
import { centralOfFile, freshDatabase } from '#test/support/central-server.ts';
import {
  addClient,
  addNote,
  change,
  compareAsIs,
  correct,
  notesOf,
  openDesk,
  placesOf,
  redirect,
  shown,
  type Desk,
  type Place,
} from '#test/failures/desks.ts';
import { testFolder } from '#test/support/temporary.ts';

const central = centralOfFile();
const folder = testFolder('f3');
const restored: Central[] = [];
let count = 0;

afterEach(async () => {
  for (const one of restored.splice(0)) await one.close();
});

async function backUp(): Promise<string> {
  count += 1;
  const file = path.join(folder, `backup-${count}`);
  await writeBackup(central.pool, { file, now: Date.now() });
  return file;
}

/** Puts a backup into an empty database and starts a centre on it. */
async function restoreFrom(file: string): Promise<Central> {
  const databaseUrl = await freshDatabase();
  const pool = openPool(databaseUrl);
  await restoreBackup(pool, { file, replace: false, now: Date.now() }).finally(() => pool.end());
  const logger = pino({ level: 'silent' });
  const limits = { perMinute: 1e6, enrolPerMinute: 1e6, enrolPerBranchPerMinute: 1e6 };
  const started = await startCentral({ databaseUrl, adminToken: 'test-admin-token', logger, limits });
  restored.push(started);
  return started;
}

interface Scene {
  readonly desks: [Desk, Desk];
  readonly file: string;
  readonly kept: string;
  readonly added: string;
  readonly gone: string;
}

/** Two desks at work; a backup is taken, and everybody goes on and is told that all of it is stored. */
async function workAfterBackup(): Promise<Scene> {
  const [place] = (await placesOf(central, '林若溪')) as [Place];
  const [a, b] = [await openDesk(place), await openDesk(place)];
  const kept = addClient(a, { city: '苏州' });
  const gone = addClient(a);
  addNote(a, kept, '备份前');
  for (const desk of [a, b]) await desk.sync.syncNow();
  const file = await backUp();
  correct(a, kept, { city: '无锡' });
  const added = addClient(a, { name: '备份后新增' });
  addNote(a, added, '新客户的记录');
  change(a, 'delete', 'client', gone);
  await a.sync.syncNow();
  await b.sync.syncNow();
  correct(b, kept, { occupation: '医生' });
  correct(b, added, { city: '镇江' });
  addNote(b, kept, '乙在备份后');
  for (const desk of [b, a, b]) await desk.sync.syncNow();
  expect([a.sync.status().pending, b.sync.status().pending]).toEqual([0, 0]);
  return { desks: [a, b], file, kept, added, gone };
}

/** What both desks must show after any recovery. */
async function expectAllThere({ desks, kept, added, gone }: Scene): Promise<void> {
  for (const desk of desks) {
    expect(desk.sync.status()).toMatchObject({ pending: 0, refused: 0, problem: null });
    expect(shown(desk, kept)).toMatchObject({ city: '无锡', occupation: '医生' });
    expect(shown(desk, added)).toMatchObject({ name: '备份后新增', city: '镇江' });
    expect(shown(desk, gone)).toBeNull();
    expect([notesOf(desk, kept).sort(), notesOf(desk, added)]).toEqual([
      ['乙在备份后', '备份前'].sort(),
      ['新客户的记录'],
    ]);
    expect(await compareAsIs(desk)).toMatchObject({ isEqual: true });
  }
}

test('[F3] a restored centre gets back everything that was acknowledged since, each thing once', async () => {
  const scene = await workAfterBackup();
  const { url } = await restoreFrom(scene.file);
  for (const desk of scene.desks) redirect(desk, url);
  for (const at of [0, 1, 0, 1]) await scene.desks[at]?.sync.syncNow();
  await expectAllThere(scene);
});

test('[F3] what was changed of a row that its author has not offered again yet waits in the tray, and goes up by itself once the row is back', async () => {
  const scene = await workAfterBackup();
  const [a, b] = scene.desks;
  const { url } = await restoreFrom(scene.file);
  for (const desk of scene.desks) redirect(desk, url);
  await b.sync.syncNow();
  const refused = listRefused(b.db);
  expect(refused).toMatchObject([{ code: 'GONE', rowId: scene.added }]);
  for (const desk of [a, b, a]) await desk.sync.syncNow();
  await expectAllThere(scene);
});

test('[F3] work that waited while the centre was restored goes up after what was acknowledged', async () => {
  const scene = await workAfterBackup();
  const [a, b] = scene.desks;
  const { url } = await restoreFrom(scene.file);
  addNote(a, scene.added, '恢复时写的');
  correct(a, scene.added, { occupation: '教师' });
  for (const desk of scene.desks) redirect(desk, url);
  for (const desk of [a, b, a, b]) await desk.sync.syncNow();
  for (const desk of scene.desks) {
    expect(shown(desk, scene.added)).toMatchObject({ city: '镇江', occupation: '教师' });
    expect(notesOf(desk, scene.added).sort()).toEqual(['恢复时写的', '新客户的记录'].sort());
    expect(await compareAsIs(desk)).toMatchObject({ isEqual: true });
  }
});

test('[F3] restored twice from the same backup, nothing is lost or doubled', async () => {
  const scene = await workAfterBackup();
  for (let time = 0; time < 2; time += 1) {
    const { url } = await restoreFrom(scene.file);
    for (const desk of scene.desks) redirect(desk, url);
    for (const at of [0, 1, 0, 1]) await scene.desks[at]?.sync.syncNow();
  }
  await expectAllThere(scene);
});

test('[F3] devices that forgot what was acknowledged are seen to lose it', async () => {
  const scene = await workAfterBackup();
  for (const { db } of scene.desks) sql(db, 'DELETE FROM journal').run();
  const { url } = await restoreFrom(scene.file);
  for (const desk of scene.desks) redirect(desk, url);
  for (const at of [0, 1, 0, 1]) await scene.desks[at]?.sync.syncNow();
  expect(shown(scene.desks[0], scene.kept)?.['city']).toBe('苏州');
  expect(shown(scene.desks[0], scene.added)).toBeNull();
});
