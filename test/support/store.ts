import { copyFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll } from 'vitest';
import type { WritableDb } from '#db/handles.ts';
import { readMigrations } from '#db/migrate.ts';
import { openStore } from '#db/open.ts';
import { testFolder } from '#test/support/temporary.ts';

/** The key of every test store: not secret, the same everywhere so that files can be reopened. */
export const testKey = new Uint8Array(32).fill(7);

export const migrationsFolder = path.resolve(import.meta.dirname, '../../db/migrations');
const folder = testFolder('store');
const template = path.join(folder, 'template.db');
const open: WritableDb[] = [];
let count = 0;

/** Opens a fresh, migrated, encrypted store in a file of its own; closed and removed after the test file. */
export function freshStore(): WritableDb {
  return openTestStore(freshStoreFile());
}

/** Returns the path of a fresh migrated store nobody has open; for tests that reopen, copy or kill. */
export function freshStoreFile(): string {
  if (!existsSync(template)) openStore(template, testKey, readMigrations(migrationsFolder)).close();
  count += 1;
  const file = path.join(folder, `store-${count}.db`);
  copyFileSync(template, file);
  return file;
}

/** Opens an existing test store with the test key. */
export function openTestStore(file: string): WritableDb {
  const db = openStore(file, testKey, readMigrations(migrationsFolder));
  open.push(db);
  return db;
}

afterAll(() => {
  for (const db of open) db.close();
});
