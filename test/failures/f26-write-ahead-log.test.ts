import { globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, expect, test, vi } from 'vitest';
import { unlockCipher } from '#db/cipher.ts';
import { writeSyncState } from '#db/changes/sync-state.ts';
import type { WritableDb } from '#db/handles.ts';
import { readMigrations } from '#db/migrate.ts';
import { openStore } from '#db/open.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import { freshStoreFile, migrationsFolder, openTestStore, testKey } from '#test/support/store.ts';

const projectDir = path.resolve(import.meta.dirname, '../..');
const megabyte = 1024 * 1024;
const walLimit = 64 * megabyte;

afterEach(() => vi.restoreAllMocks());

test.each(['3.7.0', '3.50.4', '3.51.2'])(
  '[F26] SQLite %s, with the reset race, is refused before it writes',
  (version) => {
    const file = freshStoreFile();
    const before = readFileSync(file);
    const real = Object.getOwnPropertyDescriptor(Database.prototype, 'prepare')?.value as (
      text: string,
    ) => object;
    vi.spyOn(Database.prototype, 'prepare').mockImplementation(function (this: unknown, text: string) {
      if (text.includes('sqlite_version')) return { get: () => ({ version }) } as never;
      return real.call(this, text) as never;
    });
    expect(() => openStore(file, testKey, readMigrations(migrationsFolder))).toThrow('OLD_SQLITE');
    expect(readFileSync(file).equals(before)).toBe(true);
  },
);

test('[F26] every opener of a store uses the one driver, whose SQLite has no such race', () => {
  const drivers =
    /from '(node:sqlite|sqlite3|sqlite|sql\.js|better-sqlite3[^']*|bun:sqlite|libsql|@libsql[^']*)'/g;
  const sources = globSync(['{core,db,workstation,electron,webshell,scripts}/**/*.ts'], {
    cwd: projectDir,
  });
  const used = sources.flatMap((file) =>
    [...readFileSync(path.join(projectDir, file), 'utf8').matchAll(drivers)].map((match) => match[1]),
  );
  expect([...new Set(used)]).toEqual(['better-sqlite3']);
  const { version } = new Database(':memory:').prepare('SELECT sqlite_version() AS version').get() as {
    version: string;
  };
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  expect(major * 1_000_000 + minor * 1000 + patch).toBeGreaterThanOrEqual(3_051_003);
});

const walBytes = (file: string): number => statSync(`${file}-wal`).size;

/** Commits values of a megabyte, one after the other in one place, each unlike the last on every page. */
function commitMegabytes(db: WritableDb, count: number): void {
  for (let turn = 0; turn < count; turn += 1)
    writeSyncState(db, 'large', String.fromCharCode(97 + (turn % 26)).repeat(megabyte));
}

test('[F26] many commits keep the log short; beside a long reader it grows, and afterwards it is cut again', () => {
  const file = freshStoreFile();
  const db = openTestStore(file);
  commitMegabytes(db, 40);
  expect(walBytes(file)).toBeLessThan(walLimit / 2);
  const reader = new Database(file);
  unlockCipher(reader, testKey);
  writeSyncState(db, 'mark', 'before');
  reader.exec('BEGIN');
  const mark = reader.prepare(`SELECT value FROM sync_state WHERE key = 'mark'`).pluck();
  expect(mark.get()).toBe('"before"');
  writeSyncState(db, 'mark', 'after');
  commitMegabytes(db, 80);
  expect(walBytes(file)).toBeGreaterThan(walLimit);
  expect([mark.get(), readSyncState(db, 'mark')]).toEqual(['"before"', 'after']);
  reader.exec('COMMIT');
  expect(mark.get()).toBe('"after"');
  reader.close();
  commitMegabytes(db, 8);
  expect(walBytes(file)).toBeLessThanOrEqual(walLimit);
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(readSyncState<string>(db, 'large')?.length).toBe(megabyte);
});

test('[F26] a log without a limit is seen to stay as long as it once was', () => {
  const file = freshStoreFile();
  const db = openTestStore(file);
  db.pragma('journal_size_limit = -1');
  const reader = new Database(file);
  unlockCipher(reader, testKey);
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM sync_state').get();
  commitMegabytes(db, 80);
  reader.exec('COMMIT');
  reader.close();
  commitMegabytes(db, 8);
  expect(walBytes(file)).toBeGreaterThan(walLimit);
});
