import { statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { appendImportBytes, createImportRun } from '#db/changes/import-runs.ts';
import { isSafeSqlite } from '#db/open.ts';
import { freshStoreFile, openTestStore } from '#test/support/store.ts';

test('[F26] a SQLite that may lose commits when it resets the WAL is refused; the one that ships is not', () => {
  expect(['3.7.0', '3.44.2', '3.51.2', '2.99.99'].map(isSafeSqlite)).toEqual([false, false, false, false]);
  expect(['3.51.3', '3.52.0', '4.0.0'].map(isSafeSqlite)).toEqual([true, true, true]);
  const db = openTestStore(freshStoreFile());
  expect(isSafeSqlite(db.prepare('SELECT sqlite_version()').pluck().get() as string)).toBe(true);
});

test('[F26] a long reader makes the WAL grow only while it reads; nothing is lost and the file shrinks again', () => {
  const file = freshStoreFile();
  const writer = openTestStore(file);
  const reader = openTestStore(file);
  const run = 'run-1';
  createImportRun(writer, { id: run, fileName: 'x', fileBytes: 1e9, managerId: 'm' }, 0);
  writer.pragma('wal_checkpoint(TRUNCATE)');
  // Smaller than in the program, so that the test writes little: what counts is that it holds.
  for (const db of [writer, reader]) {
    db.pragma('journal_size_limit = 2097152');
    db.pragma('wal_autocheckpoint = 500');
  }
  reader.exec('BEGIN');
  const count = (db: typeof writer): unknown => db.prepare('SELECT count(*) FROM import_chunk').pluck().get();
  expect(count(reader)).toBe(0);
  const bytes = new Uint8Array(250_000);
  for (let chunk = 0; chunk < 40; chunk += 1) {
    appendImportBytes(writer, run, { position: chunk * bytes.length, bytes });
  }
  const atWorst = statSync(`${file}-wal`).size;
  expect(atWorst).toBeGreaterThan(9_000_000);
  expect(count(reader)).toBe(0);
  reader.exec('COMMIT');
  expect(count(reader)).toBe(40);
  for (let chunk = 40; chunk < 60; chunk += 1) {
    appendImportBytes(writer, run, { position: chunk * bytes.length, bytes });
  }
  expect(statSync(`${file}-wal`).size).toBeLessThan(atWorst / 2);
  expect(count(reader)).toBe(60);
  expect(writer.pragma('quick_check', { simple: true })).toBe('ok');
  expect(writer.pragma('journal_size_limit', { simple: true })).toBe(2_097_152);
});
