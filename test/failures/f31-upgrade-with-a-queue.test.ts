import { expect, test } from 'vitest';
import { uuidv7 } from 'uuidv7';
import { writeHlc } from '#core/sync/hlc.ts';
import { throughGate } from '#db/gate.ts';
import { readMigrations } from '#db/migrate.ts';
import { openStore } from '#db/open.ts';
import { countWaiting } from '#db/queries/outbox.ts';
import { centralOfFile } from '#test/support/central-server.ts';
import { freshStoreFile, migrationsFolder, openTestStore, testKey } from '#test/support/store.ts';
import { noteData } from '#test/support/wire.ts';
import {
  addClient,
  compareAsIs,
  notesOf,
  openDesk,
  placesOf,
  type Desk,
  type Place,
} from '#test/failures/desks.ts';
import { enrolled } from '#test/support/enrolled.ts';

const central = centralOfFile();
const waiting = 5000;
/** The newest schema of a store that was released before sync knew held changes. */
const oldSchema = 4;

/** Writes a store as the earlier program left it: offline, with thousands of notes that wait. */
function storeOfEarlierProgram(desk: Desk, clientId: string): string {
  const file = `${freshStoreFile()}-old`;
  const db = openStore(file, testKey, readMigrations(migrationsFolder).slice(0, oldSchema));
  const { managerId, deviceId } = desk.station.me;
  const note = db.prepare(
    `INSERT INTO note (id, scope, seq, client_id, manager_id, text, written_at) VALUES (?, ?, 0, ?, ?, ?, ?)`,
  );
  const shadow = db.prepare(`INSERT INTO shadow (entity, row_id, scope, seq) VALUES ('note', ?, ?, 0)`);
  const outbox = db.prepare(
    `INSERT INTO outbox (mid, group_id, lane, command, entity, row_id, op, patch, base, hlc, created_at)
     VALUES (?, ?, 1, 'client.note', 'note', ?, 'create', ?, 0, ?, ?)`,
  );
  const now = Date.now();
  throughGate(db, () => {
    for (let count = 0; count < waiting; count += 1) {
      const [id, scope] = [uuidv7(), `client:${clientId}`];
      const data = noteData(clientId, managerId, `第${String(count).padStart(4, '0')}条`);
      note.run(id, scope, clientId, managerId, data.text, data.writtenAt);
      shadow.run(id, scope);
      const hlc = writeHlc({ ms: now, counter: count, device: deviceId });
      outbox.run(uuidv7(), uuidv7(), id, JSON.stringify(data), hlc, now);
    }
  });
  db.close();
  return file;
}

test('[F31] an upgrade with 5,000 changes waiting keeps them all, in their order, and they go up', async () => {
  const [place] = (await placesOf(central, '林若溪')) as [Place];
  const before = await openDesk(place);
  const clientId = addClient(before);
  await before.sync.syncNow();
  const enrolment = await enrolled(central, place.tenantId, place.managerId);
  const file = storeOfEarlierProgram(before, clientId);
  const upgraded = openTestStore(file);
  expect(upgraded.pragma('user_version', { simple: true })).toBe(readMigrations(migrationsFolder).length);
  expect(countWaiting(upgraded)).toBe(waiting);
  upgraded.close();
  const desk = await openDesk(place, { enrolment, file });
  await desk.sync.syncNow();
  expect(desk.sync.status()).toMatchObject({ pending: 0, refused: 0, held: 0, phase: 'synced' });
  await before.sync.syncNow();
  const texts = notesOf(before, clientId);
  expect([texts.length, texts]).toEqual([waiting, texts.toSorted()]);
  expect(await compareAsIs(desk)).toMatchObject({ isEqual: true });
});

test('[F31] an upgrade that empties the queue is seen to lose what waited', async () => {
  const [place] = (await placesOf(central, '林若溪')) as [Place];
  const before = await openDesk(place);
  const clientId = addClient(before);
  await before.sync.syncNow();
  const enrolment = await enrolled(central, place.tenantId, place.managerId);
  const file = storeOfEarlierProgram(before, clientId);
  const careless = openTestStore(file);
  careless.exec('DELETE FROM outbox');
  careless.close();
  const desk = await openDesk(place, { enrolment, file });
  await desk.sync.syncNow();
  await before.sync.syncNow();
  expect(notesOf(before, clientId)).toEqual([]);
});

test('[F31] an upgrade that fails in the middle leaves the store as the earlier program had it', async () => {
  const [place] = (await placesOf(central, '林若溪')) as [Place];
  const desk = await openDesk(place);
  const file = storeOfEarlierProgram(desk, addClient(desk));
  const migrations = readMigrations(migrationsFolder);
  const broken = migrations.map((step) =>
    step.number === migrations.length ? { ...step, sql: `${step.sql}; SELECT no_such_function();` } : step,
  );
  expect(() => openStore(file, testKey, broken)).toThrow();
  const left = openStore(file, testKey, migrations.slice(0, migrations.length - 1));
  expect([left.pragma('user_version', { simple: true }), countWaiting(left)]).toEqual([
    migrations.length - 1,
    waiting,
  ]);
  left.close();
});
