import { randomBytes, randomUUID } from 'node:crypto';
import { ORPCError } from '@orpc/server';
import type { Pool } from 'pg';
import type { Instant } from '#core/base/time.ts';
import { inTransaction, row, rows, type Queryable } from '#central/database.ts';
import { randomCode } from '#central/admin/codes.ts';
import { lockCounter, moveCounter } from '#central/sync/counter.ts';
import { tenantScope, writeGrantChanges } from '#central/sync/grants.ts';
import { writeRecords } from '#central/sync/records.ts';

export interface AdminContext {
  readonly pool: Pool;
  readonly now: Instant;
  readonly newId: () => string;
}

/** Creates a tenant: its directory entry and its counter. Returns its id. */
export async function createBranch({ pool, now, newId }: AdminContext, name: string): Promise<string> {
  const tenantId = newId();
  await inTransaction(pool, async (db) => {
    while (!(await enterDirectory(db, [tenantId, randomCode(3), name, now])));
    await row(db, 'INSERT INTO partition (tenant_id, epoch, seq, secret) VALUES ($1, $2, 0, $3)', [
      tenantId,
      randomUUID(),
      randomBytes(32),
    ]);
  });
  return tenantId;
}

async function enterDirectory(db: Queryable, values: readonly unknown[]): Promise<boolean> {
  const entered = await row(
    db,
    `INSERT INTO tenant (tenant_id, directory_code, name, created_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (directory_code) DO NOTHING RETURNING tenant_id`,
    values,
  );
  return entered !== undefined;
}

/** Creates a manager and publishes it to the whole branch; returns its id. Throws NOT_FOUND. */
export async function createManager(
  context: AdminContext,
  { tenantId, name, managerId = context.newId() }: { tenantId: string; name: string; managerId?: string },
): Promise<string> {
  const { pool, now } = context;
  await inTransaction(pool, async (db) => {
    const branch = await row<{ name: string }>(db, 'SELECT name FROM tenant WHERE tenant_id = $1', [
      tenantId,
    ]);
    if (!branch) throw new ORPCError('NOT_FOUND', { status: 404 });
    const seq = (await lockCounter(db, tenantId)).seq + 1;
    await row(db, 'INSERT INTO manager (tenant_id, manager_id, name, created_at) VALUES ($1, $2, $3, $4)', [
      tenantId,
      managerId,
      name,
      now,
    ]);
    const data = { name, branchName: branch.name, isActive: true };
    await writeRecords(db, tenantId, [
      { entity: 'manager', id: managerId, scope: tenantScope, seq, data, marks: {} },
    ]);
    const grant = { kind: 'open', scope: tenantScope, managerId, seq, isNew: true } as const;
    await writeGrantChanges(db, { tenantId, now }, [grant]);
    await moveCounter(db, tenantId, seq);
  });
  return managerId;
}

/** Lists a tenant's managers with the number of clients each may see. */
export function listManagers(
  pool: Pool,
  tenantId: string,
): Promise<{ managerId: string; name: string; clients: number }[]> {
  return rows(
    pool,
    `SELECT m.manager_id AS "managerId", m.name, count(g.scope) AS clients FROM manager m
     LEFT JOIN scope_grant g ON g.tenant_id = $1 AND g.manager_id = m.manager_id AND g.to_seq IS NULL
       AND g.scope >= 'client:' AND g.scope < 'client;'
     WHERE m.tenant_id = $1 GROUP BY m.manager_id, m.name ORDER BY m.manager_id`,
    [tenantId],
  );
}
