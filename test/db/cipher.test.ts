import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { expect, test } from 'vitest';
import { freshStoreFile, openTestStore } from '#test/support/store.ts';

const openFiles = '/proc/self/fd';

/** The files SQLite opened for its own use, where this system can tell. */
function temporaryFiles(): string[] {
  if (!existsSync(openFiles)) return [];
  return readdirSync(openFiles).flatMap((fd) => {
    try {
      const target = readlinkSync(`${openFiles}/${fd}`);
      return target.includes('etilqs') ? [target] : [];
    } catch {
      // The handle that listed the folder is closed by now.
      return [];
    }
  });
}

test('[ST24] what SQLite puts aside while it works is never written beside the encrypted file', () => {
  const db = openTestStore(freshStoreFile());
  db.exec('CREATE TEMP TABLE aside (id INTEGER PRIMARY KEY, word TEXT)');
  db.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
    INSERT INTO aside SELECT i, hex(randomblob(60)) FROM n`);
  const seen: string[][] = [];
  db.function('look', { deterministic: false }, () => {
    seen.push(temporaryFiles());
    return 'x';
  });
  db.exec('BEGIN');
  db.exec("UPDATE aside SET word = word || CASE WHEN id = 19000 THEN look() ELSE 'y' END");
  db.exec('ROLLBACK');
  expect(seen).toEqual([[]]);
  expect(db.pragma('temp_store', { simple: true })).toBe(2);
});
