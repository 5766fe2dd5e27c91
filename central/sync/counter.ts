import { row, type Queryable } from '#central/database.ts';

export interface Counter {
  readonly epoch: string;
  readonly seq: number;
}

/** A counter with the secret that signs cursors of its tenant. */
export interface SealedCounter extends Counter {
  readonly secret: Buffer;
}

/** Locks the tenant's counter row until the transaction ends; writers of one tenant pass here one by one. */
export async function lockCounter(db: Queryable, tenantId: string): Promise<Counter> {
  const found = await row<Counter & Record<string, unknown>>(
    db,
    'SELECT epoch, seq FROM partition WHERE tenant_id = $1 FOR UPDATE',
    [tenantId],
  );
  if (!found) throw new Error('The tenant has no counter.');
  return found;
}

/** Moves the counter that this transaction holds locked. */
export async function moveCounter(db: Queryable, tenantId: string, seq: number): Promise<void> {
  await row(db, 'UPDATE partition SET seq = $2 WHERE tenant_id = $1', [tenantId, seq]);
}

/** Returns the tenant's epoch, last seq and cursor secret as this snapshot sees them. */
export async function readCounter(db: Queryable, tenantId: string): Promise<SealedCounter> {
  const found = await row<SealedCounter & Record<string, unknown>>(
    db,
    'SELECT epoch, seq, secret FROM partition WHERE tenant_id = $1',
    [tenantId],
  );
  if (!found) throw new Error('The tenant has no counter.');
  return found;
}
