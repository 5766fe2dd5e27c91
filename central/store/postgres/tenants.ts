import { row, rows, type Queryable } from '#central/database.ts';
import type { Tenant } from '#central/store/shapes.ts';
import type { CentralStore, Snapshot, Transaction } from '#central/store/store.ts';

/** The directory of tenants, for those who do not yet know theirs. */
export function tenantDirectory(db: Queryable): Pick<CentralStore, 'findTenant' | 'tenantIds'> {
  return {
    findTenant: (directoryCode) => readTenant(db, 't.directory_code = $1', directoryCode),
    tenantIds: async () => {
      const found = await rows<{ tenant_id: string }>(db, 'SELECT tenant_id FROM tenant ORDER BY tenant_id');
      return found.map(({ tenant_id: tenantId }) => tenantId);
    },
  };
}

/** Reads a tenant and who works in it. */
export function tenantReads(
  db: Queryable,
  tenantId: string,
): Pick<Snapshot, 'tenant' | 'manager' | 'managers'> {
  return {
    tenant: () => readTenant(db, 't.tenant_id = $1', tenantId),
    manager: async (managerId) => {
      const text =
        'SELECT manager_id AS "managerId", name FROM manager WHERE tenant_id = $1 AND manager_id = $2';
      return (await row<{ managerId: string; name: string }>(db, text, [tenantId, managerId])) ?? null;
    },
    managers: () =>
      rows(
        db,
        `SELECT m.manager_id AS "managerId", m.name, count(g.scope) AS clients FROM manager m
         LEFT JOIN scope_grant g ON g.tenant_id = $1 AND g.manager_id = m.manager_id AND g.to_seq IS NULL
           AND g.scope >= 'client:' AND g.scope < 'client;'
         WHERE m.tenant_id = $1 GROUP BY m.manager_id, m.name ORDER BY m.manager_id`,
        [tenantId],
      ),
  };
}

async function readTenant(db: Queryable, condition: string, value: string): Promise<Tenant | null> {
  const found = await row<Tenant & Record<string, unknown>>(
    db,
    `SELECT t.tenant_id AS "tenantId", t.name, t.directory_code AS "directoryCode", p.secret, p.epoch
     FROM tenant t JOIN partition p USING (tenant_id) WHERE ${condition}`,
    [value],
  );
  return found ?? null;
}

/** Enters a tenant, its managers and their one-time codes. */
export function tenantWrites(
  db: Queryable,
  tenantId: string,
): Pick<Transaction, 'addTenant' | 'addManager' | 'addCode' | 'useCode'> {
  return {
    addTenant: async ({ name, directoryCode, epoch, secret }, now) => {
      const entered = await row(
        db,
        `INSERT INTO tenant (tenant_id, directory_code, name, created_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (directory_code) DO NOTHING RETURNING tenant_id`,
        [tenantId, directoryCode, name, now],
      );
      if (!entered) return false;
      await row(db, 'INSERT INTO partition (tenant_id, epoch, seq, secret) VALUES ($1, $2, 0, $3)', [
        tenantId,
        epoch,
        secret,
      ]);
      await row(
        db,
        'INSERT INTO epoch (tenant_id, place, epoch, shared_seq, started_at) VALUES ($1, 1, $2, 0, $3)',
        [tenantId, epoch, now],
      );
      return true;
    },
    addManager: async ({ managerId, name }, now) => {
      await row(db, 'INSERT INTO manager (tenant_id, manager_id, name, created_at) VALUES ($1, $2, $3, $4)', [
        tenantId,
        managerId,
        name,
        now,
      ]);
    },
    addCode: async ({ hash, managerId, expiresAt }, now) => {
      await row(
        db,
        `INSERT INTO enrolment (tenant_id, code_hash, manager_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)`,
        [tenantId, hash, managerId, now, expiresAt],
      );
    },
    useCode: async (hash, deviceId, now) => {
      const used = await row<{ managerId: string; name: string }>(
        db,
        `UPDATE enrolment e SET used_at = $3, device_id = $4 FROM manager m
         WHERE e.tenant_id = $1 AND e.code_hash = $2 AND e.used_at IS NULL AND e.expires_at > $3
           AND m.tenant_id = e.tenant_id AND m.manager_id = e.manager_id
         RETURNING m.manager_id AS "managerId", m.name`,
        [tenantId, hash, now, deviceId],
      );
      return used ?? null;
    },
  };
}
