import { readFileSync } from 'node:fs';
import type Database from 'better-sqlite3';
import type { CentralStore, Snapshot, Transaction } from '#central/store/store.ts';
import { counterReads, counterWrites } from '#central/store/sqlite/counter.ts';
import { decisionReads, decisionWrites } from '#central/store/sqlite/decisions.ts';
import { deviceContacts, deviceReads, deviceWrites } from '#central/store/sqlite/devices.ts';
import { digestReads } from '#central/store/sqlite/digests.ts';
import { grantReads, grantWrites } from '#central/store/sqlite/grants.ts';
import { recordReads, recordWrites } from '#central/store/sqlite/records.ts';
import { statement, tablesOf, type Tables } from '#central/store/sqlite/statements.ts';
import { tenantDirectory, tenantReads, tenantWrites } from '#central/store/sqlite/tenants.ts';
import { createTurns } from '#central/store/sqlite/turns.ts';

/** The number of schema.sql, kept in the file's user_version. */
const schemaNumber = 1;

/**
 * Returns the store of a SQLite database, making its tables in an empty one. Throws for a schema of another number.
 * One connection does everything, one piece of work at a time; nothing but promises carries the work, so it does the
 * same in the same order every time. The caller closes the database.
 */
export function openSqliteStore(db: Database.Database): CentralStore {
  prepareSchema(db);
  const turns = createTurns();
  return {
    ...deviceContacts(db, turns),
    ...tenantDirectory(db, turns),
    write: (tenantId, work) =>
      turns.take(() => within(db, 'BEGIN IMMEDIATE', () => work(transactionOf(tablesOf(db, tenantId))))),
    read: (tenantId, work) =>
      turns.take(() => within(db, 'BEGIN', () => work(snapshotOf(tablesOf(db, tenantId))))),
    changes: (tenantId, window) =>
      turns.take(() =>
        within(db, 'BEGIN', async () => {
          const { counter, changedRows, notices } = snapshotOf(tablesOf(db, tenantId));
          return {
            counter: await counter(),
            changed: await changedRows(window),
            notices: await notices(window),
          };
        }),
      ),
    // Whatever passed the checks of the rows can be kept: text goes in as JSON, which escapes the rest.
    isUnstorable: () => false,
    refreshStatistics: async () => {
      await turns.take(() => void db.exec('ANALYZE'));
    },
    ping: async () => {
      statement(db, 'SELECT 1').get();
    },
  };
}

async function within<Value>(
  db: Database.Database,
  begin: string,
  work: () => Promise<Value>,
): Promise<Value> {
  statement(db, begin).run();
  try {
    const value = await work();
    statement(db, 'COMMIT').run();
    return value;
  } catch (error) {
    // A full disk may have rolled everything back already.
    if (db.inTransaction) statement(db, 'ROLLBACK').run();
    throw error;
  }
}

function prepareSchema(db: Database.Database): void {
  const found = Number(db.pragma('user_version', { simple: true }));
  if (found === schemaNumber) return;
  if (found !== 0) throw new Error(`The file has schema ${found}, this program knows ${schemaNumber}.`);
  const text = readFileSync(new URL('./schema.sql', import.meta.url), 'utf8');
  db.transaction(() => {
    db.exec(text);
    db.pragma(`user_version = ${schemaNumber}`);
  })();
}

function snapshotOf(tables: Tables): Snapshot {
  return {
    ...counterReads(tables),
    ...tenantReads(tables),
    ...deviceReads(tables),
    ...recordReads(tables),
    ...digestReads(tables),
    ...grantReads(tables),
    ...decisionReads(tables),
  };
}

function transactionOf(tables: Tables): Transaction {
  return {
    ...snapshotOf(tables),
    ...counterWrites(tables),
    ...tenantWrites(tables),
    ...deviceWrites(tables),
    ...recordWrites(tables),
    ...grantWrites(tables),
    ...decisionWrites(tables),
  };
}
