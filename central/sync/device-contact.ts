import { createHash, timingSafeEqual } from 'node:crypto';
import { ORPCError } from '@orpc/server';
import type { Instant } from '#core/base/time.ts';
import type { StoredDevice } from '#central/store/shapes.ts';
import type { CentralStore } from '#central/store/store.ts';
import type { Author } from '#central/sync/author.ts';

/** A pause longer than this ends a conversation: intents that arrive after it may be as old as its start. */
const silenceMs = 5 * 60_000;
/** What a token can be; anything else would only trouble the store, and those whose devices it finds along with it. */
const tokenShape = /^[\w-]{1,64}\.[\w-]{1,64}\.[\w-]{43}$/;
/** Contacts are noted this exactly; an idle poll then costs no write. */
const noteEveryMs = 30_000;

/** A device's token: who it is, and a secret of 256 bits. Only its hash is stored. */
export function deviceToken(tenantId: string, deviceId: string, secret: Buffer): string {
  return `${tenantId}.${deviceId}.${secret.toString('base64url')}`;
}

/** Returns the hash under which a token is stored. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/**
 * Returns the device that holds a token, revoked or not, noting the contact of one that is not.
 * Throws UNAUTHORIZED for a token of no device.
 */
export async function authenticateDevice(
  store: CentralStore,
  token: string | null,
  now: Instant,
): Promise<Author> {
  const isToken = token !== null && tokenShape.test(token);
  const [tenantId = '', deviceId = ''] = isToken ? token.split('.') : [];
  const device = isToken ? await store.findDevice(tenantId, deviceId) : null;
  if (!isToken || !device || !timingSafeEqual(device.tokenHash, hashToken(token)))
    throw new ORPCError('UNAUTHORIZED', { status: 401 });
  const author = authorOf({ tenantId, deviceId }, device);
  if (device.revokedAt !== null) return author;
  return { ...author, contactFloor: await noteContact(store, { tenantId, deviceId, device }, now) };
}

/** Returns a stored device as the author of what it sends. */
export function authorOf(
  names: { readonly tenantId: string; readonly deviceId: string },
  { managerId, familyId, contactFloor, ackedSeq, revokedAt, counter }: StoredDevice,
): Author {
  return { ...names, managerId, familyId, contactFloor, ackedSeq, revokedAt, counter };
}

interface Contact {
  readonly tenantId: string;
  readonly deviceId: string;
  readonly device: StoredDevice;
}

async function noteContact(
  store: CentralStore,
  { tenantId, deviceId, device }: Contact,
  now: Instant,
): Promise<Instant> {
  const { lastSeenAt, contactFloor } = device;
  const last = lastSeenAt ?? contactFloor;
  const floor = now - last > silenceMs ? last : contactFloor;
  if (lastSeenAt !== null && Math.abs(now - last) < noteEveryMs) return floor;
  await store.noteContact(tenantId, deviceId, { at: now, floor });
  return floor;
}

/** Notes the cursor a device presented: it holds everything up to there. */
export async function noteAcked(store: CentralStore, author: Author, seq: number): Promise<void> {
  if (seq > author.ackedSeq) await store.noteAcked(author.tenantId, author.deviceId, seq);
}
