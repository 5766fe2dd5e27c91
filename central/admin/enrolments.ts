import { randomBytes } from 'node:crypto';
import { ORPCError } from '@orpc/server';
import type { Pool } from 'pg';
import type { Instant } from '#core/base/time.ts';
import { inTransaction, row, type Queryable } from '#central/database.ts';
import { hashCode, newEnrolmentCode, readCode } from '#central/admin/codes.ts';
import { deviceToken, hashToken } from '#central/sync/device-contact.ts';

interface Tenant {
  readonly tenant_id: string;
  readonly name: string;
  readonly directory_code: string;
  readonly secret: Buffer;
  readonly epoch: string;
}

const minuteMs = 60_000;

/** Makes a one-time code with which one device of the manager can enrol; throws NOT_FOUND. */
export async function createEnrolment(
  pool: Pool,
  input: { readonly tenantId: string; readonly managerId: string; readonly validMinutes: number },
  now: Instant,
): Promise<{ code: string; expiresAt: Instant }> {
  const { tenantId, managerId } = input;
  const tenant = await findTenant(pool, 't.tenant_id = $1', tenantId);
  const manager = await row(pool, 'SELECT 1 FROM manager WHERE tenant_id = $1 AND manager_id = $2', [
    tenantId,
    managerId,
  ]);
  if (!tenant || !manager) throw new ORPCError('NOT_FOUND', { status: 404 });
  const code = newEnrolmentCode(tenant.directory_code);
  const expiresAt = now + input.validMinutes * minuteMs;
  await row(
    pool,
    `INSERT INTO enrolment (tenant_id, code_hash, manager_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)`,
    [tenantId, hashCode(tenant.secret, code.replaceAll('-', '')), managerId, now, expiresAt],
  );
  return { code, expiresAt };
}

export interface EnrolInput {
  readonly code: string;
  readonly deviceName: string;
  readonly platform: string;
  readonly appVersion: string;
}

export interface Enrolled {
  readonly tenantId: string;
  readonly deviceId: string;
  readonly deviceToken: string;
  readonly managerId: string;
  readonly managerName: string;
  readonly branchName: string;
  readonly epoch: string;
}

/** Exchanges a one-time code for a device and its token; throws CODE_REFUSED without saying why. */
export async function enrol(
  { pool, now, newId }: { readonly pool: Pool; readonly now: Instant; readonly newId: () => string },
  input: EnrolInput,
): Promise<Enrolled> {
  const read = readCode(input.code);
  const tenant = read && (await findTenant(pool, 't.directory_code = $1', read.directoryCode));
  if (!read || !tenant) throw new ORPCError('CODE_REFUSED', { status: 403 });
  const deviceId = newId();
  return inTransaction(pool, async (db) => {
    const codeHash = hashCode(tenant.secret, read.code);
    const manager = await useCode(db, { tenantId: tenant.tenant_id, codeHash, deviceId, now });
    if (!manager) throw new ORPCError('CODE_REFUSED', { status: 403 });
    const token = deviceToken(tenant.tenant_id, deviceId, randomBytes(32));
    await addDevice(db, [
      tenant.tenant_id,
      deviceId,
      manager.manager_id,
      storable(input.deviceName),
      storable(input.platform),
      storable(input.appVersion),
      hashToken(token),
      now,
    ]);
    return {
      tenantId: tenant.tenant_id,
      deviceId,
      deviceToken: token,
      managerId: manager.manager_id,
      managerName: manager.name,
      branchName: tenant.name,
      epoch: tenant.epoch,
    };
  });
}

interface CodeUse {
  readonly tenantId: string;
  readonly codeHash: Buffer;
  readonly deviceId: string;
  readonly now: Instant;
}

/** One statement, so that of two devices with one code only one can win. */
function useCode(
  db: Queryable,
  { tenantId, codeHash, deviceId, now }: CodeUse,
): Promise<{ manager_id: string; name: string } | undefined> {
  return row(
    db,
    `UPDATE enrolment e SET used_at = $3, device_id = $4 FROM manager m
     WHERE e.tenant_id = $1 AND e.code_hash = $2 AND e.used_at IS NULL AND e.expires_at > $3
       AND m.tenant_id = e.tenant_id AND m.manager_id = e.manager_id
     RETURNING m.manager_id, m.name`,
    [tenantId, codeHash, now, deviceId],
  );
}

async function addDevice(db: Queryable, values: readonly unknown[]): Promise<void> {
  await row(
    db,
    `INSERT INTO device (tenant_id, device_id, manager_id, name, platform, app_version, token_hash, enrolled_at, contact_floor)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
    values,
  );
}

function findTenant(db: Queryable, condition: string, value: string): Promise<Tenant | undefined> {
  return row(
    db,
    `SELECT t.tenant_id, t.name, t.directory_code, p.secret, p.epoch
     FROM tenant t JOIN partition p USING (tenant_id) WHERE ${condition}`,
    [value],
  );
}

/** A device's name is for people to read: what PostgreSQL cannot hold is left out. */
function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
