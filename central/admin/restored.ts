import type { CentreContext } from '#central/context.ts';
import type { StoreWithin } from '#central/store/store.ts';

type Needs = Pick<CentreContext, 'clock' | 'newId'> & { readonly store: StoreWithin };

/**
 * Begins a new history of a tenant that shares the numbers up to `sharedSeq` with the one before (sync.md §2.12):
 * every device is told to offer again what it was acknowledged after that. Returns the new epoch.
 */
export function rotateEpoch(
  { store, clock, newId }: Needs,
  tenantId: string,
  sharedSeq: number,
): Promise<string> {
  return store.write(tenantId, async (tx) => {
    await tx.lockCounter();
    const epoch = newId();
    await tx.addEpoch({ epoch, sharedSeq }, clock());
    return epoch;
  });
}

/**
 * Begins a new history of every tenant where its counter stands: to be called once after each restore from a backup, or
 * within it. Returns how many tenants there are.
 */
export async function markRestored(centre: Needs): Promise<number> {
  const tenantIds = await centre.store.tenantIds();
  for (const tenantId of tenantIds) {
    const { seq } = await centre.store.read(tenantId, (snapshot) => snapshot.counter());
    await rotateEpoch(centre, tenantId, seq);
  }
  return tenantIds.length;
}
