import { row, rows, type Queryable } from '#central/database.ts';
import type { Counter, SealedCounter } from '#central/store/shapes.ts';
import type { Snapshot, Transaction } from '#central/store/store.ts';

/** Reads a tenant's numbers and histories. */
export function counterReads(db: Queryable, tenantId: string): Pick<Snapshot, 'counter' | 'epochs'> {
  return {
    counter: () =>
      found<SealedCounter>(
        db,
        'SELECT epoch, seq, horizon, secret FROM partition WHERE tenant_id = $1',
        tenantId,
      ),
    epochs: () =>
      rows(db, 'SELECT epoch, shared_seq AS "sharedSeq" FROM epoch WHERE tenant_id = $1 ORDER BY place', [
        tenantId,
      ]),
  };
}

async function found<Row>(db: Queryable, text: string, tenantId: string): Promise<Row> {
  const counter = await row<Row & Record<string, unknown>>(db, text, [tenantId]);
  if (!counter) throw new Error('The tenant has no counter.');
  return counter;
}

/** Moves a tenant's numbers and histories. */
export function counterWrites(
  db: Queryable,
  tenantId: string,
): Pick<Transaction, 'lockCounter' | 'moveCounter' | 'addEpoch' | 'pruneNotices'> {
  return {
    lockCounter: () =>
      found<Counter>(
        db,
        'SELECT epoch, seq, horizon FROM partition WHERE tenant_id = $1 FOR UPDATE',
        tenantId,
      ),
    moveCounter: async (seq) => {
      await row(db, 'UPDATE partition SET seq = $2 WHERE tenant_id = $1', [tenantId, seq]);
    },
    addEpoch: async ({ epoch, sharedSeq }, now) => {
      await row(db, 'UPDATE partition SET epoch = $2 WHERE tenant_id = $1', [tenantId, epoch]);
      await row(
        db,
        `INSERT INTO epoch (tenant_id, place, epoch, shared_seq, started_at)
         SELECT $1, COALESCE(max(place), 0) + 1, $2, $3, $4 FROM epoch WHERE tenant_id = $1`,
        [tenantId, epoch, sharedSeq, now],
      );
    },
    pruneNotices: async (horizon) => {
      await row(db, 'UPDATE partition SET horizon = $2 WHERE tenant_id = $1', [tenantId, horizon]);
      const gone = await row<{ count: number }>(
        db,
        `WITH gone AS (DELETE FROM access_log WHERE tenant_id = $1 AND seq <= $2 RETURNING 1)
         SELECT count(*) AS count FROM gone`,
        [tenantId, horizon],
      );
      return gone?.count ?? 0;
    },
  };
}
