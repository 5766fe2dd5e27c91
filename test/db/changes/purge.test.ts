import { copyFileSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import Database from 'better-sqlite3';
import { compactDerived } from '#db/changes/derive.ts';
import { applyConfirmed } from '#db/changes/confirm.ts';
import { commitChange } from '#db/changes/commit.ts';
import { clearSlack, finishPurge, purgeScope } from '#db/changes/purge.ts';
import { acknowledgeRefused, settleAnswers } from '#db/changes/settle.ts';
import { sql, type WritableDb } from '#db/handles.ts';
import { listOutbox } from '#db/queries/outbox.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import { freshStoreFile, openTestStore, testKey } from '#test/support/store.ts';
import { testClock, testIds } from '#test/support/clock.ts';
import { clientRow, testManagerId } from '#test/support/rows.ts';

const now = testClock().now();
const newId = testIds(11);
const lost = '01940000-0000-7000-8000-0000000000aa';
const kept = '01940000-0000-7000-8000-0000000000bb';
/** Words that stand nowhere else, for one place each. */
const words = { name: '欧阳翡翠', phone: '+8616098765432', note: '喜爱紫砂壶与昆曲', city: '景德镇市' };

/** A store with two clients and work of every stage on the first. */
function filled(file: string): WritableDb {
  const db = openTestStore(file);
  const rows = [
    { entity: 'client', id: lost, data: clientRow({ name: words.name, phone: words.phone }) },
    { entity: 'client', id: kept, data: clientRow({ name: '留下的人' }) },
    {
      entity: 'note',
      id: newId(),
      data: { clientId: lost, managerId: testManagerId, text: words.note, writtenAt: now },
    },
  ];
  applyConfirmed(
    db,
    rows.map((row, index) => ({
      ...row,
      scope: `client:${row.entity === 'client' ? row.id : lost}`,
      seq: index + 1,
    })),
    now,
  );
  const patch = { op: 'patch', entity: 'client', id: lost, patch: { city: words.city } } as const;
  const context = { now, newId, nextHlc: () => '000001700000000-000001-test' };
  for (const status of ['rejected', 'applied'] as const) {
    commitChange(db, context, 'client.correct', [patch]);
    const [waiting] = listOutbox(db);
    settleAnswers(db, [{ mid: waiting?.mid ?? '', status, code: null, detail: null, row: null }], now);
    acknowledgeRefused(db, [waiting?.mid ?? ''], now);
  }
  sql(db, `INSERT INTO import_row VALUES ('r1', 'run', 1, 'DUPLICATE', ?, '[]', ?, 'PHONE', 0, x'01')`).run(
    JSON.stringify([words.name]),
    lost,
  );
  sql(db, `INSERT INTO local_setting VALUES ('calls.skip:${lost}', ?)`).run(JSON.stringify(words.name));
  return db;
}

/** Decrypts a copy of a store's file page by page, free pages included, and returns its bytes. */
function plainBytes(file: string): Buffer {
  const copy = freshStoreFile();
  copyFileSync(file, copy);
  const db = new Database(copy);
  db.pragma("cipher = 'aegis'");
  db.pragma(`key = 'raw:${Buffer.from(testKey).toString('hex')}'`);
  db.pragma('journal_mode = DELETE');
  db.pragma("rekey = ''");
  db.close();
  return readFileSync(copy);
}

const found = (bytes: Buffer) => [...Object.values(words), lost].filter((word) => bytes.includes(word));

test('[SY10] what is purged leaves neither rows nor pages nor log behind; what stays is whole', () => {
  const file = freshStoreFile();
  const db = filled(file);
  db.pragma('wal_checkpoint(TRUNCATE)');
  expect(found(plainBytes(file))).toEqual([...Object.values(words), lost]);
  purgeScope(db, `client:${lost}`, now);
  while (finishPurge(db));
  expect([found(plainBytes(file)), readFileSync(`${file}-wal`).length]).toEqual([[], expect.any(Number)]);
  expect(readSyncState(db, 'purgeDue')).toBeNull();
  expect(sql(db, 'SELECT name FROM client').all()).toEqual([{ name: '留下的人' }]);
});

test('[SY10] the search index forgets its terms: it ends as one made of what is left alone', () => {
  const blocks = (db: WritableDb) =>
    Buffer.concat(
      (sql<{ block: Buffer }>(db, 'SELECT block FROM client_search_data ORDER BY id').all() ?? []).map(
        ({ block }) => block,
      ),
    );
  const db = filled(freshStoreFile());
  compactDerived(db);
  const before = blocks(db);
  const [term] = sql<{ term: string }>(
    db,
    `SELECT indexed_as AS term FROM client_summary WHERE client_id = '${lost}'`,
  ).all();
  purgeScope(db, `client:${lost}`, now);
  while (finishPurge(db));
  expect(term).toBeDefined();
  expect(blocks(db).length).toBeLessThan(before.length);
});

test('[SY10] a program that stopped before the file was cleared goes on at the next round', () => {
  const file = freshStoreFile();
  const db = filled(file);
  purgeScope(db, `client:${lost}`, now);
  db.close();
  const again = openTestStore(file);
  expect(readSyncState(again, 'purgeDue')).toBe(true);
  while (finishPurge(again));
  expect([readSyncState(again, 'purgeDue'), found(plainBytes(file))]).toEqual([null, []]);
});

test('[SY10] after a scope left the file is written anew when the store is closed, or as soon as nobody else reads it', () => {
  const file = freshStoreFile();
  const db = filled(file);
  const pages = () => Number(db.pragma('freelist_count', { simple: true }));
  clearSlack(db);
  const note = { clientId: lost, managerId: testManagerId, text: words.note.repeat(300), writtenAt: now };
  applyConfirmed(db, [{ entity: 'note', id: newId(), scope: `client:${lost}`, seq: 9, data: note }], now);
  purgeScope(db, `client:${lost}`, now);
  while (finishPurge(db));
  expect([pages() > 0, readSyncState(db, 'slackDue')]).toEqual([true, true]);
  const reader = openTestStore(file);
  reader.exec('BEGIN; SELECT * FROM client');
  db.pragma('busy_timeout = 0');
  clearSlack(db);
  expect(readSyncState(db, 'slackDue')).toBe(true);
  reader.exec('COMMIT');
  clearSlack(db);
  expect([pages(), readSyncState(db, 'slackDue')]).toEqual([0, null]);
  expect(sql(db, 'SELECT name FROM client').all()).toEqual([{ name: '留下的人' }]);
});
