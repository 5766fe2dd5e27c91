import Database from 'better-sqlite3';
import { beforeEach, expect, test } from 'vitest';
import { unlockCipher } from '#db/cipher.ts';
import type { WritableDb } from '#db/handles.ts';
import { migrate, readMigrations } from '#db/migrate.ts';
import { openStore } from '#db/open.ts';
import { countWaiting } from '#db/queries/outbox.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import { centralOfFile } from '#test/support/central-server.ts';
import { freshStoreFile, migrationsFolder, testKey } from '#test/support/store.ts';
import {
  addClient,
  addNote,
  compareAsIs,
  notesOf,
  openDesk,
  placesOf,
  type Desk,
  type Place,
} from '#test/failures/desks.ts';

const central = centralOfFile();
let [desk, other] = [] as unknown as [Desk, Desk];
let clientId: string;

beforeEach(async () => {
  const [place] = (await placesOf(central, '林若溪')) as [Place];
  [desk, other] = [await openDesk(place, { pageRows: 50 }), await openDesk(place)];
  clientId = addClient(other);
  await other.sync.syncNow();
  await desk.sync.syncNow();
});

/** Leaves a store no room but a few pages; returns how to make room again. */
function fillUp(db: WritableDb, spare = 0): () => void {
  const pages = db.pragma('page_count', { simple: true }) as number;
  db.pragma(`max_page_count = ${pages + spare}`);
  return () => void db.pragma('max_page_count = 4294967294');
}

const long = '写满磁盘'.repeat(900);

test('[F27] a disk full at any row of a commit: the change is refused as a whole, and works once there is room', async () => {
  let written = 0;
  for (let spare = 0; spare < 10; spare += 1) {
    const makeRoom = fillUp(desk.db, spare);
    const write = (): void => {
      for (;;) {
        addNote(desk, clientId, `${written}${long}`);
        written += 1;
      }
    };
    expect(write).toThrow(expect.objectContaining({ code: 'SQLITE_FULL' }));
    expect([countWaiting(desk.db), notesOf(desk, clientId).length]).toEqual([written, written]);
    makeRoom();
    addNote(desk, clientId, `${written}${long}`);
    written += 1;
  }
  await desk.sync.syncNow();
  expect(desk.sync.status()).toMatchObject({ pending: 0, refused: 0, problem: null });
  expect(notesOf(desk, clientId)).toHaveLength(written);
  expect(await compareAsIs(desk)).toMatchObject({ isEqual: true });
});

test('[F27] a disk full while news comes in: the cursor stays with the rows, it is told by name, and sync goes on', async () => {
  for (let count = 0; count < 300; count += 1) addNote(other, clientId, `第${count}条${long}`);
  await other.sync.syncNow();
  const makeRoom = fillUp(desk.db);
  const before = readSyncState(desk.db, 'cursor');
  for (let round = 0; round < 3; round += 1) await desk.sync.syncNow();
  expect(desk.sync.status()).toMatchObject({ phase: 'blocked', problem: 'STORE_FAILED' });
  const held = notesOf(desk, clientId).length;
  expect([held % 50, readSyncState(desk.db, 'cursor') === before]).toEqual([0, held === 0]);
  makeRoom();
  await desk.sync.syncNow();
  expect(notesOf(desk, clientId)).toHaveLength(300);
  expect(desk.sync.status()).toMatchObject({ phase: 'synced', problem: null });
  expect(await compareAsIs(desk)).toMatchObject({ isEqual: true });
});

test('[F27] a disk full while answers come in: nothing is counted twice', async () => {
  for (let count = 0; count < 20; count += 1) addNote(desk, clientId, `第${count}条${long}`);
  const makeRoom = fillUp(desk.db);
  for (let round = 0; round < 3; round += 1) await desk.sync.syncNow();
  makeRoom();
  await desk.sync.syncNow();
  await other.sync.syncNow();
  expect([desk.sync.status().pending, notesOf(other, clientId).length]).toEqual([0, 20]);
  expect(await compareAsIs(desk)).toMatchObject({ isEqual: true });
});

test('[F27] a disk full in a migration leaves the store as it was, for the earlier and for the later program', () => {
  const migrations = readMigrations(migrationsFolder);
  const file = `${freshStoreFile()}-old`;
  openStore(file, testKey, migrations.slice(0, 1)).close();
  const full = new Database(file);
  unlockCipher(full, testKey);
  full.pragma(`max_page_count = ${full.pragma('page_count', { simple: true }) as number}`);
  expect(() => migrate(full, migrations)).toThrow(expect.objectContaining({ code: 'SQLITE_FULL' }));
  const reached = full.pragma('user_version', { simple: true }) as number;
  full.close();
  expect(reached).toBeLessThan(migrations.length);
  openStore(file, testKey, migrations.slice(0, reached)).close();
  const later = openStore(file, testKey, migrations);
  expect(later.pragma('user_version', { simple: true })).toBe(migrations.length);
  expect(later.pragma('integrity_check', { simple: true })).toBe('ok');
  later.close();
});
