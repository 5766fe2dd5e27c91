import { ORPCError } from '@orpc/server';
import type { CentreContext } from '#central/context.ts';
import { randomCode } from '#central/admin/codes.ts';
import { tenantScope } from '#central/sync/grants.ts';

/** Creates a tenant: its directory entry, its counter and its first history. Returns its id. */
export async function createBranch(centre: CentreContext, name: string): Promise<string> {
  const { store, clock, newId, randomBytes } = centre;
  const tenantId = newId();
  await store.write(tenantId, async (tx) => {
    const branch = { name, epoch: newId(), secret: randomBytes(32) };
    const now = clock();
    while (!(await tx.addTenant({ ...branch, directoryCode: randomCode(randomBytes, 3) }, now)));
  });
  return tenantId;
}

/** Creates a manager and publishes it to the whole branch; returns its id. Throws NOT_FOUND. */
export async function createManager(
  { store, clock, newId }: Pick<CentreContext, 'store' | 'clock' | 'newId'>,
  {
    tenantId,
    name,
    branchName,
  }: {
    readonly tenantId: string;
    readonly name: string;
    /** Left out: the tenant's name. An institution's branches are one tenant (docs/decisions/0009). */
    readonly branchName?: string | undefined;
  },
): Promise<string> {
  const managerId = newId();
  await store.write(tenantId, async (tx) => {
    const branch = await tx.tenant();
    if (!branch) throw new ORPCError('NOT_FOUND', { status: 404 });
    const now = clock();
    const seq = (await tx.lockCounter()).seq + 1;
    await tx.addManager({ managerId, name }, now);
    const data = { name, branchName: branchName ?? branch.name, isActive: true };
    await tx.writeRecords([{ entity: 'manager', id: managerId, scope: tenantScope, seq, data, marks: {} }]);
    await tx.writeGrantChanges([{ kind: 'open', scope: tenantScope, managerId, seq, isNew: true }], now);
    await tx.moveCounter(seq);
  });
  return managerId;
}

/** Lists a tenant's managers with the number of clients each may see. */
export function listManagers(
  { store }: CentreContext,
  tenantId: string,
): Promise<{ managerId: string; name: string; clients: number }[]> {
  return store.read(tenantId, (snapshot) => snapshot.managers());
}
