import type Database from 'better-sqlite3';
import type { Manager, Tenant } from '#central/store/shapes.ts';
import type { CentralStore, Snapshot, Transaction } from '#central/store/store.ts';
import { statement, type Tables } from '#central/store/sqlite/statements.ts';
import type { Turns } from '#central/store/sqlite/turns.ts';

const tenantColumns = `SELECT t.tenant_id AS tenantId, t.name, t.directory_code AS directoryCode, p.secret, p.epoch
  FROM tenant t JOIN partition p USING (tenant_id)`;

/** The directory of tenants, for those who do not yet know theirs. */
export function tenantDirectory(
  db: Database.Database,
  turns: Turns,
): Pick<CentralStore, 'findTenant' | 'tenantIds'> {
  return {
    findTenant: (directoryCode) =>
      turns.take(() => {
        const found = statement(db, `${tenantColumns} WHERE t.directory_code = ?`).get(directoryCode);
        return (found as Tenant | undefined) ?? null;
      }),
    tenantIds: () =>
      turns.take(
        () => statement(db, 'SELECT tenant_id FROM tenant ORDER BY tenant_id').pluck().all() as string[],
      ),
  };
}

/** Reads a tenant and who works in it. */
export function tenantReads({ all, get }: Tables): Pick<Snapshot, 'tenant' | 'manager' | 'managers'> {
  return {
    tenant: async () => get<Tenant>(`${tenantColumns} WHERE t.tenant_id = ?1`) ?? null,
    manager: async (managerId) =>
      get<Manager>(
        'SELECT manager_id AS managerId, name FROM manager WHERE tenant_id = ?1 AND manager_id = ?2',
        managerId,
      ) ?? null,
    managers: async () =>
      all<Manager & { clients: number }>(
        `SELECT m.manager_id AS managerId, m.name, count(g.scope) AS clients FROM manager m
         LEFT JOIN scope_grant g ON g.tenant_id = ?1 AND g.manager_id = m.manager_id AND g.to_seq IS NULL
           AND g.scope >= 'client:' AND g.scope < 'client;'
         WHERE m.tenant_id = ?1 GROUP BY m.manager_id, m.name ORDER BY m.manager_id`,
      ),
  };
}

/** Enters a tenant, its managers and their one-time codes. */
export function tenantWrites({
  get,
  run,
}: Tables): Pick<Transaction, 'addTenant' | 'addManager' | 'addCode' | 'useCode'> {
  return {
    addTenant: async ({ name, directoryCode, epoch, secret }, now) => {
      const entered = run(
        `INSERT INTO tenant (tenant_id, directory_code, name, created_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (directory_code) DO NOTHING`,
        directoryCode,
        name,
        now,
      );
      if (entered === 0) return false;
      run('INSERT INTO partition (tenant_id, epoch, seq, secret) VALUES (?1, ?2, 0, ?3)', epoch, secret);
      run(
        'INSERT INTO epoch (tenant_id, place, epoch, shared_seq, started_at) VALUES (?1, 1, ?2, 0, ?3)',
        epoch,
        now,
      );
      return true;
    },
    addManager: async ({ managerId, name }, now) => {
      run(
        'INSERT INTO manager (tenant_id, manager_id, name, created_at) VALUES (?1, ?2, ?3, ?4)',
        managerId,
        name,
        now,
      );
    },
    addCode: async ({ hash, managerId, expiresAt }, now) => {
      run(
        `INSERT INTO enrolment (tenant_id, code_hash, manager_id, created_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)`,
        hash,
        managerId,
        now,
        expiresAt,
      );
    },
    useCode: async (hash, deviceId, now) => {
      const used = get<{ managerId: string }>(
        `UPDATE enrolment SET used_at = ?3, device_id = ?4
         WHERE tenant_id = ?1 AND code_hash = ?2 AND used_at IS NULL AND expires_at > ?3
         RETURNING manager_id AS managerId`,
        hash,
        now,
        deviceId,
      );
      const text =
        'SELECT manager_id AS managerId, name FROM manager WHERE tenant_id = ?1 AND manager_id = ?2';
      return used ? (get<Manager>(text, used.managerId) ?? null) : null;
    },
  };
}
