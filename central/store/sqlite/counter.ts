import type { Counter, Epoch, SealedCounter } from '#central/store/shapes.ts';
import type { Snapshot, Transaction } from '#central/store/store.ts';
import type { Tables } from '#central/store/sqlite/statements.ts';

/** Reads a tenant's numbers and histories. */
export function counterReads({ all, get }: Tables): Pick<Snapshot, 'counter' | 'epochs'> {
  return {
    counter: async () =>
      found(get<SealedCounter>('SELECT epoch, seq, horizon, secret FROM partition WHERE tenant_id = ?1')),
    epochs: async () =>
      all<Epoch>('SELECT epoch, shared_seq AS sharedSeq FROM epoch WHERE tenant_id = ?1 ORDER BY place'),
  };
}

function found<Row>(counter: Row | undefined): Row {
  if (!counter) throw new Error('The tenant has no counter.');
  return counter;
}

/** Moves a tenant's numbers and histories. The transaction itself is the lock. */
export function counterWrites({
  get,
  run,
}: Tables): Pick<Transaction, 'lockCounter' | 'moveCounter' | 'addEpoch' | 'pruneNotices'> {
  return {
    lockCounter: async () =>
      found(get<Counter>('SELECT epoch, seq, horizon FROM partition WHERE tenant_id = ?1')),
    moveCounter: async (seq) => {
      run('UPDATE partition SET seq = ?2 WHERE tenant_id = ?1', seq);
    },
    addEpoch: async ({ epoch, sharedSeq }, now) => {
      run('UPDATE partition SET epoch = ?2 WHERE tenant_id = ?1', epoch);
      run(
        `INSERT INTO epoch (tenant_id, place, epoch, shared_seq, started_at)
         SELECT ?1, COALESCE(max(place), 0) + 1, ?2, ?3, ?4 FROM epoch WHERE tenant_id = ?1`,
        epoch,
        sharedSeq,
        now,
      );
    },
    pruneNotices: async (horizon) => {
      run('UPDATE partition SET horizon = ?2 WHERE tenant_id = ?1', horizon);
      return run('DELETE FROM access_log WHERE tenant_id = ?1 AND seq <= ?2', horizon);
    },
  };
}
