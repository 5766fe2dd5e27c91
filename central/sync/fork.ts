import { ORPCError } from '@orpc/server';
import type { CentreContext } from '#central/context.ts';
import type { Author } from '#central/sync/author.ts';
import { deviceToken, hashToken } from '#central/sync/device-contact.ts';

export interface Forked {
  readonly deviceId: string;
  readonly deviceToken: string;
  readonly epoch: string;
}

/**
 * Gives a copied or restored profile an identity of its own. It merges like any other device from then on, while what
 * its family was answered still counts, so that no mutation the copies share is applied twice (sync.md §2.17).
 * Throws REVOKED.
 */
export async function fork(centre: CentreContext, { tenantId, deviceId: from }: Author): Promise<Forked> {
  const deviceId = centre.newId();
  const token = deviceToken(tenantId, deviceId, centre.randomBytes(32));
  const now = centre.clock();
  return centre.store.write(tenantId, async (tx) => {
    const isAdded = await tx.addFork({ deviceId, from, tokenHash: hashToken(token) }, now);
    if (!isAdded) throw new ORPCError('REVOKED', { status: 403, data: { revokedAt: now } });
    const { epoch } = await tx.counter();
    return { deviceId, deviceToken: token, epoch };
  });
}
