import type { Pool, PoolClient } from 'pg';
import { inTransaction, onSnapshot, row, type Queryable } from '#central/database.ts';
import { readChanges } from '#central/store/postgres/changes.ts';
import { counterReads, counterWrites } from '#central/store/postgres/counter.ts';
import { decisionReads, decisionWrites } from '#central/store/postgres/decisions.ts';
import { deviceContacts, deviceReads, deviceWrites } from '#central/store/postgres/devices.ts';
import { digestReads } from '#central/store/postgres/digests.ts';
import { grantReads, grantWrites } from '#central/store/postgres/grants.ts';
import { recordReads, recordWrites } from '#central/store/postgres/records.ts';
import { createStatistics } from '#central/store/postgres/statistics.ts';
import { tenantDirectory, tenantReads, tenantWrites } from '#central/store/postgres/tenants.ts';
import type { CentralStore, Snapshot, StoreWithin, Transaction } from '#central/store/store.ts';

/** Returns the store of a migrated PostgreSQL database. The caller closes the pool. */
export function openPostgresStore(pool: Pool): CentralStore {
  const statistics = createStatistics(pool);
  return {
    ...deviceContacts(pool),
    ...tenantDirectory(pool),
    changes: (tenantId, window) => readChanges(pool, tenantId, window),
    write: async (tenantId, work, { isBulk = false } = {}) => {
      let written = 0;
      const value = await inTransaction(pool, async (db) => {
        if (isBulk) await db.query('SET LOCAL synchronous_commit = off');
        const tx = transactionOf(db, tenantId);
        const writeRecords: typeof tx.writeRecords = (records) => {
          written += records.length;
          return tx.writeRecords(records);
        };
        return work({ ...tx, writeRecords });
      });
      statistics.wrote(written);
      return value;
    },
    read: (tenantId, work) => onSnapshot(pool, (db) => work(snapshotOf(db, tenantId))),
    // SQLSTATE class 22: the values, not the database, are at fault.
    isUnstorable: (error) => String((error as { code?: unknown }).code ?? '').startsWith('22'),
    refreshStatistics: statistics.refresh,
    ping: async () => {
      await row(pool, 'SELECT 1');
    },
  };
}

/** Returns the store inside a transaction under way: its work is committed or undone with it. */
export function storeWithin(db: PoolClient): StoreWithin {
  return {
    tenantIds: tenantDirectory(db).tenantIds,
    read: (tenantId, work) => work(snapshotOf(db, tenantId)),
    write: (tenantId, work) => work(transactionOf(db, tenantId)),
  };
}

function snapshotOf(db: Queryable, tenantId: string): Snapshot {
  return {
    ...counterReads(db, tenantId),
    ...tenantReads(db, tenantId),
    ...deviceReads(db, tenantId),
    ...recordReads(db, tenantId),
    ...digestReads(db, tenantId),
    ...grantReads(db, tenantId),
    ...decisionReads(db, tenantId),
  };
}

function transactionOf(db: Queryable, tenantId: string): Transaction {
  return {
    ...snapshotOf(db, tenantId),
    ...counterWrites(db, tenantId),
    ...tenantWrites(db, tenantId),
    ...deviceWrites(db, tenantId),
    ...recordWrites(db, tenantId),
    ...grantWrites(db, tenantId),
    ...decisionWrites(db, tenantId),
  };
}
