import { ORPCError } from '@orpc/server';
import type { Pool } from 'pg';
import type { Instant } from '#core/base/time.ts';
import { row, rows } from '#central/database.ts';

export interface DeviceEntry {
  readonly deviceId: string;
  readonly managerId: string;
  readonly name: string;
  readonly enrolledAt: Instant;
  readonly lastSeenAt: Instant | null;
  readonly revokedAt: Instant | null;
}

/** Lists a tenant's devices, oldest first. */
export function listDevices(pool: Pool, tenantId: string): Promise<DeviceEntry[]> {
  return rows(
    pool,
    `SELECT device_id AS "deviceId", manager_id AS "managerId", name, enrolled_at AS "enrolledAt",
            last_seen_at AS "lastSeenAt", revoked_at AS "revokedAt"
     FROM device WHERE tenant_id = $1 ORDER BY device_id`,
    [tenantId],
  );
}

/** Revokes a device at once and for good; returns when it was first revoked. Throws NOT_FOUND. */
export async function revokeDevice(
  pool: Pool,
  { tenantId, deviceId }: { readonly tenantId: string; readonly deviceId: string },
  now: Instant,
): Promise<Instant> {
  const revoked = await row<{ revoked_at: number }>(
    pool,
    `UPDATE device SET revoked_at = COALESCE(revoked_at, $3) WHERE tenant_id = $1 AND device_id = $2
     RETURNING revoked_at`,
    [tenantId, deviceId, now],
  );
  if (!revoked) throw new ORPCError('NOT_FOUND', { status: 404 });
  return revoked.revoked_at;
}
