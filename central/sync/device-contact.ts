import { createHash, timingSafeEqual } from 'node:crypto';
import { ORPCError } from '@orpc/server';
import type { Pool } from 'pg';
import type { Instant } from '#core/base/time.ts';
import { row } from '#central/database.ts';
import type { Author } from '#central/sync/author.ts';

interface DeviceRow {
  readonly manager_id: string;
  readonly token_hash: Buffer;
  readonly revoked_at: number | null;
  readonly last_seen_at: number | null;
  readonly contact_floor: number;
  readonly acked_seq: number;
  readonly epoch: string;
  readonly seq: number;
  readonly secret: Buffer;
}

/** A pause longer than this ends a conversation: intents that arrive after it may be as old as its start. */
const silenceMs = 5 * 60_000;
/** Contacts are noted this exactly; an idle poll then costs no write. */
const noteEveryMs = 30_000;

/** A device's token: who it is, and a secret of 256 bits. Only its hash is stored. */
export function deviceToken(tenantId: string, deviceId: string, secret: Buffer): string {
  return `${tenantId}.${deviceId}.${secret.toString('base64url')}`;
}

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Returns the device a request comes from, noting the contact; throws UNAUTHORIZED. */
export async function authenticateDevice(
  pool: Pool,
  authorization: string | undefined,
  now: Instant,
): Promise<Author> {
  const token = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1] ?? '';
  const [tenantId = '', deviceId = ''] = token.split('.');
  const device = await row<DeviceRow>(
    pool,
    `SELECT d.manager_id, d.token_hash, d.revoked_at, d.last_seen_at, d.contact_floor, d.acked_seq,
            p.epoch, p.seq, p.secret
     FROM device d JOIN partition p USING (tenant_id) WHERE d.tenant_id = $1 AND d.device_id = $2`,
    [tenantId, deviceId],
  );
  const isKnown =
    device && timingSafeEqual(device.token_hash, hashToken(token)) && device.revoked_at === null;
  if (!isKnown) throw new ORPCError('UNAUTHORIZED', { status: 401 });
  const contactFloor = await noteContact(pool, { tenantId, deviceId, device }, now);
  const { manager_id: managerId, acked_seq: ackedSeq, epoch, seq, secret } = device;
  return { tenantId, deviceId, managerId, contactFloor, ackedSeq, counter: { epoch, seq, secret } };
}

interface Contact {
  readonly tenantId: string;
  readonly deviceId: string;
  readonly device: DeviceRow;
}

async function noteContact(
  pool: Pool,
  { tenantId, deviceId, device }: Contact,
  now: Instant,
): Promise<Instant> {
  const last = device.last_seen_at ?? device.contact_floor;
  const floor = now - last > silenceMs ? last : device.contact_floor;
  if (device.last_seen_at !== null && Math.abs(now - last) < noteEveryMs) return floor;
  await row(
    pool,
    'UPDATE device SET last_seen_at = $3, contact_floor = $4 WHERE tenant_id = $1 AND device_id = $2',
    [tenantId, deviceId, now, floor],
  );
  return floor;
}

/** Notes the cursor a device presented: it holds everything up to there. */
export async function noteAcked(pool: Pool, author: Author, seq: number): Promise<void> {
  if (seq <= author.ackedSeq) return;
  await row(
    pool,
    'UPDATE device SET acked_seq = $3 WHERE tenant_id = $1 AND device_id = $2 AND acked_seq < $3',
    [author.tenantId, author.deviceId, seq],
  );
}
