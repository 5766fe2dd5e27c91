import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { countWaiting } from '#db/queries/outbox.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import { createHost } from '#workstation/create-host.ts';
import type { Host } from '#workstation/host.ts';
import { router } from '#workstation/router.ts';
import { bookPaths } from '#workstation/session/book.ts';
import { commit } from '#workstation/station.ts';
import { clientRow } from '#test/support/rows.ts';
import { testHostOptions, testSetup, type TestHostOptions } from '#test/workstation/session/support.ts';
import { testFolder } from '#test/support/temporary.ts';

const pageBytes = 4096;
const { passphrase } = testSetup;
let options: TestHostOptions;
let paths: ReturnType<typeof bookPaths>;
const closing: (() => Promise<void>)[] = [];
beforeEach(() => {
  options = testHostOptions(testFolder());
  paths = bookPaths(options.dataDir);
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function host(): Host {
  const made = createHost(options);
  closing.push(made.close);
  return made;
}

/** Sets a book up and writes that many clients; returns on which pages a table lies. */
async function bookWith(clients: number): Promise<(table: string) => number[]> {
  const made = host();
  await made.setup(testSetup);
  const { station } = made.open() ?? {};
  if (!station) throw new Error('The book is not open.');
  for (let count = 0; count < clients; count += 1) {
    const data = clientRow({ name: `王小明${count}`, ownerManagerId: station.me.managerId });
    commit(station, 'client.create', [{ op: 'create', entity: 'client', id: station.newId(), data }]);
  }
  station.db.pragma('wal_checkpoint(TRUNCATE)');
  const pages = station.db.prepare('SELECT pageno FROM dbstat WHERE name = ? ORDER BY path').pluck();
  const map = new Map(['outbox', 'sync_state', 'client_summary'].map((name) => [name, pages.all(name)]));
  await made.close();
  return (table) => map.get(table) as number[];
}

function damage(file: string, page: number): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.from('damaged'), 0, 7, (page - 1) * pageBytes + 1000);
  closeSync(handle);
}

async function refused(made: Host): Promise<void> {
  await expect(made.unlock({ passphrase })).rejects.toMatchObject({ code: 'STORE_REFUSED' });
  expect(made.status()).toMatchObject({ state: 'refused', canRepair: true });
}

test('[F25] a damaged store is refused, repaired by one call without a network, and keeps what waits', async () => {
  const pagesOf = await bookWith(60);
  const before = readFileSync(paths.store);
  damage(paths.store, pagesOf('sync_state')[0] ?? 0);
  damage(paths.store, 1);
  const damaged = readFileSync(paths.store);
  expect(damaged.equals(before)).toBe(false);
  const made = host();
  await refused(made);
  const report = await made.repair();
  expect(report).toMatchObject({ waiting: 60, rebuilt: 0, lost: 0 });
  const { station } = made.open() ?? {};
  expect(station?.me.deviceId).toBe(options.enrolment.deviceId);
  expect(options.started.at(-1)?.deviceToken).toBe(options.enrolment.deviceToken);
  expect(station && countWaiting(station.db)).toBe(60);
  const aside = path.join(paths.folder, report.aside, 'store.db');
  expect(readFileSync(aside).equals(damaged)).toBe(true);
  expect(readdirSync(paths.folder)).not.toContain('repair');
});

test('[F25] a page that turns out to be damaged in the middle of work ends the session and offers the repair', async () => {
  const pagesOf = await bookWith(60);
  const [, leaf = 0] = pagesOf('client_summary');
  damage(paths.store, leaf);
  const made = host();
  await made.unlock({ passphrase });
  const client = createRouterClient(router, { context: { host: made } });
  const stopped = new Promise<void>((resolve) => {
    made.live.subscribe('signal', (signal) => {
      if (signal.kind === 'session' && signal.status.state === 'refused') resolve();
    });
  });
  const list = client.clients.list({
    filter: {},
    sort: { by: 'name', descending: false },
    offset: 0,
    limit: 100,
  } as never);
  await expect(list).rejects.toMatchObject({ code: 'STORE_FAILED' });
  await stopped;
  expect(made.status()).toMatchObject({ problem: 'CORRUPT', canRepair: true });
  expect(await made.repair()).toMatchObject({ waiting: 60, lost: 0 });
});

test('[F25] a damaged page that sync or imports read first is refused like any other, not answered with a bug', async () => {
  await bookWith(1);
  const { startSync } = options;
  Object.assign(options, {
    startSync: () => {
      throw Object.assign(new Error('database disk image is malformed'), { code: 'SQLITE_CORRUPT' });
    },
  });
  const made = host();
  await refused(made);
  Object.assign(options, { startSync });
  expect(await made.repair()).toMatchObject({ waiting: 1, lost: 0 });
});

test('[F25] after an unclean exit damage is found before work begins, a whole store is marked to be proved', async () => {
  const pagesOf = await bookWith(60);
  writeFileSync(`${paths.store}-wal`, '');
  const whole = host();
  await whole.unlock({ passphrase });
  expect(readSyncState(whole.open()?.station.db as never, 'verifyDue')).toBe(true);
  await whole.close();
  damage(paths.store, pagesOf('client_summary')[1] ?? 0);
  const clean = host();
  await clean.unlock({ passphrase });
  await clean.close();
  writeFileSync(`${paths.store}-wal`, '');
  await refused(host());
});

test('[F25] a repair killed at any step leaves the damaged store or the whole new one', async () => {
  const pagesOf = await bookWith(30);
  damage(paths.store, pagesOf('sync_state')[0] ?? 0);
  const first = host();
  await refused(first);
  const copy = testFolder();
  for (const file of ['store.db', 'key.json', 'rescue.json']) {
    copyFileSync(path.join(paths.folder, file), path.join(copy, file));
  }
  const { aside } = await first.repair();
  await first.close();
  const repaired = readFileSync(paths.store);
  const repair = path.join(paths.folder, 'repair');
  const [old, fresh] = [readFileSync(path.join(copy, 'store.db')), path.join(repair, 'store.db')];
  // Not finished: the marker is missing. Finished, at each rename after it.
  const steps: [string, () => void, Buffer][] = [
    ['unfinished', () => writeFileSync(paths.store, old), old],
    ['nothing moved', () => (writeFileSync(paths.store, old), mark(repair, aside)), repaired],
    ['damaged one aside', () => (rmSync(paths.store), mark(repair, aside)), repaired],
  ];
  for (const [name, prepare, expected] of steps) {
    rmSync(path.join(paths.folder, aside), { recursive: true, force: true });
    mkdirSync(repair);
    writeFileSync(fresh, repaired);
    prepare();
    await host().close();
    expect({ name, isRight: readFileSync(paths.store).equals(expected) }).toEqual({ name, isRight: true });
    expect(existsSync(repair)).toBe(false);
  }
});

function mark(repair: string, aside: string): void {
  writeFileSync(path.join(repair, 'done.json'), JSON.stringify({ aside }));
}

test('[F24] a store of another key is refused for good: nothing is made anew in its place', async () => {
  await bookWith(3);
  const foreign = testHostOptions(testFolder());
  const other = createHost(foreign);
  await other.setup(testSetup);
  await other.close();
  const foreignStore = bookPaths(foreign.dataDir).store;
  renameSync(foreignStore, paths.store);
  const made = host();
  await refused(made);
  const before = statSync(paths.store).mtimeMs;
  await expect(made.repair()).rejects.toMatchObject({ code: 'STORE_REFUSED', data: { code: 'WRONG_KEY' } });
  expect(statSync(paths.store).mtimeMs).toBe(before);
  expect(made.status()).toMatchObject({ state: 'refused', canRepair: true });
});

test('[F24] a keychain that lost or changed the key leaves the passphrase, and the store as it is', async () => {
  const keychain = {
    encrypt: (plain: Uint8Array) => Promise.resolve(plain),
    decrypt: (sealed: Uint8Array) => Promise.resolve(sealed),
  };
  Object.assign(options, { vault: { ...options.vault, keychain } });
  await bookWith(2);
  const before = readFileSync(paths.store);
  const answers = [
    () => Promise.resolve(new Uint8Array(32).fill(1)),
    () => Promise.reject(new Error('locked')),
  ];
  for (const decrypt of answers) {
    Object.assign(options, { vault: { ...options.vault, keychain: { ...keychain, decrypt } } });
    const made = host();
    expect(await made.resume()).toBe(false);
    expect(made.status()).toMatchObject({ state: 'locked', canRepair: false });
    expect(readFileSync(paths.store).equals(before)).toBe(true);
    await made.unlock({ passphrase });
    expect(countWaiting(made.open()?.station.db as never)).toBe(2);
    await made.close();
  }
});

test('[F24] a key file that vanished or was altered stops the start, and no new store is made in its place', async () => {
  await bookWith(2);
  const key = readFileSync(paths.keyFile, 'utf8');
  const before = readFileSync(paths.store);
  const alter = (): void => writeFileSync(paths.keyFile, key.replace('"sealed": "', '"sealed": "AAAA'));
  for (const [prepare, problem] of [
    [() => rmSync(paths.keyFile), 'KEY_MISSING'],
    [alter, 'KEY_UNREADABLE'],
  ] as const) {
    prepare();
    const made = host();
    expect(made.status()).toMatchObject({ state: 'refused', problem, canRepair: false });
    await expect(made.unlock({ passphrase })).rejects.toMatchObject({ data: { code: problem } });
    await expect(made.setup(testSetup)).rejects.toMatchObject({ code: 'FOLDER_FAILED' });
    expect(readFileSync(paths.store).equals(before)).toBe(true);
    await made.close();
  }
  writeFileSync(paths.keyFile, key);
  const again = host();
  await again.unlock({ passphrase });
  expect(countWaiting(again.open()?.station.db as never)).toBe(2);
});

test('[F25] a disk that is full while repairing changes nothing, and the repair works afterwards', async () => {
  const pagesOf = await bookWith(20);
  for (const table of ['outbox', 'sync_state']) damage(paths.store, pagesOf(table)[0] ?? 0);
  const made = host();
  await refused(made);
  const before = readFileSync(paths.store);
  const { newId } = options;
  // What SQLite throws when the disk takes no more, at the first change that is put together again.
  Object.assign(options, {
    newId: () => {
      throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
    },
  });
  await expect(made.repair()).rejects.toMatchObject({ data: { code: 'FULL' } });
  expect(readFileSync(paths.store).equals(before)).toBe(true);
  expect(existsSync(path.join(paths.folder, 'repair'))).toBe(false);
  Object.assign(options, { newId });
  expect(await made.repair()).toMatchObject({ waiting: 20, lost: 0 });
});
