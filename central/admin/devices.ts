import { ORPCError } from '@orpc/server';
import type { Instant } from '#core/base/time.ts';
import type { CentreContext } from '#central/context.ts';
import type { DeviceEntry } from '#central/store/shapes.ts';
import type { Author } from '#central/sync/author.ts';

/** Lists a tenant's devices, oldest first. */
export function listDevices({ store }: CentreContext, tenantId: string): Promise<DeviceEntry[]> {
  return store.read(tenantId, (snapshot) => snapshot.devices());
}

/** Revokes a device at once and for good; returns when it was first revoked. Throws NOT_FOUND. */
export async function revokeDevice(
  { store, clock }: CentreContext,
  { tenantId, deviceId }: { readonly tenantId: string; readonly deviceId: string },
): Promise<Instant> {
  const revokedAt = await store.write(tenantId, (tx) => tx.revokeDevice(deviceId, clock()));
  if (revokedAt === null) throw new ORPCError('NOT_FOUND', { status: 404 });
  return revokedAt;
}

export interface OwnDevice extends Omit<DeviceEntry, 'managerId'> {
  readonly isThis: boolean;
}

/** Lists the devices of a device's manager, oldest first. */
export async function ownDevices(centre: CentreContext, author: Author): Promise<OwnDevice[]> {
  const all = await listDevices(centre, author.tenantId);
  return all
    .filter(({ managerId }) => managerId === author.managerId)
    .map(({ managerId: _own, ...entry }) => ({ ...entry, isThis: entry.deviceId === author.deviceId }));
}

/** Revokes another device of the same manager; throws NOT_FOUND for any other, this one included. */
export async function revokeOwn(centre: CentreContext, author: Author, deviceId: string): Promise<Instant> {
  const own = await ownDevices(centre, author);
  const isOther = own.some((entry) => entry.deviceId === deviceId && !entry.isThis);
  if (!isOther) throw new ORPCError('NOT_FOUND', { status: 404 });
  return revokeDevice(centre, { tenantId: author.tenantId, deviceId });
}
