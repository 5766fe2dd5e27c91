import { copyFileSync } from 'node:fs';
import path from 'node:path';
import type { WritableDb } from '#db/handles.ts';
import { readMigrations } from '#db/migrate.ts';
import { openStore } from '#db/open.ts';
import { atEndOfFile, testFolder } from '#test/support/temporary.ts';

/** The key of every test store: not secret, the same everywhere so that files can be reopened. */
export const testKey = new Uint8Array(32).fill(7);

export const migrationsFolder = path.resolve(import.meta.dirname, '../../db/migrations');
const template = 'template.db';
/** Where the stores of this test file lie; made with the first. */
let folder: string | null = null;
let count = 0;

/** Opens a fresh, migrated, encrypted store in a file of its own; closed and removed after the test file. */
export function freshStore(): WritableDb {
  return openTestStore(freshStoreFile());
}

/** Returns the path of a fresh migrated store nobody has open; for tests that reopen, copy or kill. */
export function freshStoreFile(): string {
  const place = (folder ??= folderWithTemplate());
  count += 1;
  const file = path.join(place, `store-${count}.db`);
  copyFileSync(path.join(place, template), file);
  return file;
}

/** Opens an existing test store with the test key. */
export function openTestStore(file: string): WritableDb {
  const db = openStore(file, testKey, readMigrations(migrationsFolder));
  atEndOfFile(() => db.close());
  return db;
}

function folderWithTemplate(): string {
  const place = testFolder('store');
  atEndOfFile(() => {
    folder = null;
  });
  openStore(path.join(place, template), testKey, readMigrations(migrationsFolder)).close();
  return place;
}
