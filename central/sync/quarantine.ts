import { ORPCError } from '@orpc/server';
import { mutation as mutationShape, type Mutation, type MutationResult } from '#core/sync/protocol.ts';
import type { CentreContext } from '#central/context.ts';
import type { Quarantined } from '#central/store/shapes.ts';
import type { Author } from '#central/sync/author.ts';
import { authorOf } from '#central/sync/device-contact.ts';
import { epochChanged } from '#central/sync/position.ts';
import { push, type PushInput, type Pushed } from '#central/sync/push.ts';

/**
 * Keeps what a revoked device still has to say, unjudged, each mutation once: nothing of it is lost or applied. Throws
 * EPOCH_CHANGED when it speaks of another history: what a restored centre has forgotten it must hand in as well; and
 * QUARANTINE_FULL where more of it is kept than a device can have to say: whoever found it fills no disk with it.
 */
export function quarantine(
  { store, clock }: CentreContext,
  { tenantId, deviceId }: Author,
  { mutations, epoch: known }: PushInput,
): Promise<Pushed> {
  return store.write(tenantId, async (tx) => {
    const { epoch } = await tx.lockCounter();
    if (known !== undefined && known !== epoch)
      throw epochChanged(await tx.epochs(), { known, current: epoch });
    const kept = mutations.map((mutation) => ({ mid: mutation.mid, payload: JSON.stringify(mutation) }));
    const { bytes, known: handedIn } = await tx.quarantineOf(
      deviceId,
      kept.map(({ mid }) => mid),
    );
    const fresh = kept.filter(({ mid }) => !handedIn.includes(mid));
    const more = fresh.reduce((sum, { payload }) => sum + Buffer.byteLength(payload), 0);
    if (fresh.length > 0 && bytes + more > quarantineBytes) throw quarantineFull();
    await tx.quarantine(deviceId, fresh, clock());
    return { epoch, results: mutations.map(({ mid }) => heldResult(mid)) };
  });
}

/** The most that is kept of one revoked device, unreleased: some hundred thousand mutations of usual size. */
export const quarantineBytes = 64 * 1024 * 1024;

function quarantineFull(): ORPCError<'QUARANTINE_FULL', undefined> {
  return new ORPCError('QUARANTINE_FULL', {
    status: 507,
    message: 'More is kept of this device than it can have to say.',
  });
}

function heldResult(mid: string): MutationResult {
  return { mid, status: 'held', code: 'QUARANTINED', detail: null, row: null };
}

export interface QuarantineEntry {
  readonly deviceId: string;
  readonly mid: string;
  readonly command: string;
  readonly entity: string;
  readonly rowId: string;
  readonly receivedAt: number;
  readonly releasedAt: number | null;
}

/** Lists what is kept of revoked devices, by device in the order it came; contents stay where they are. */
export async function listQuarantine({ store }: CentreContext, tenantId: string): Promise<QuarantineEntry[]> {
  const kept = await store.read(tenantId, (snapshot) => snapshot.quarantined());
  return kept.map(({ payload, ...entry }) => {
    const { command, entity, id: rowId } = JSON.parse(payload) as Mutation;
    return { ...entry, command, entity, rowId };
  });
}

/** How many mutations are released in one commit, unless one group is larger. */
const batchSize = 500;

/**
 * Takes what is kept of a device as if it were not revoked, exactly once, and says how each fared. What is held since
 * its program is newer stays. Throws NOT_FOUND.
 */
export async function releaseQuarantine(
  centre: CentreContext,
  { tenantId, deviceId }: { readonly tenantId: string; readonly deviceId: string },
): Promise<{ results: MutationResult[] }> {
  const device = await centre.store.findDevice(tenantId, deviceId);
  if (!device) throw new ORPCError('NOT_FOUND', { status: 404 });
  const author = authorOf({ tenantId, deviceId }, device);
  const kept = await centre.store.read(tenantId, (snapshot) => snapshot.quarantined());
  const waiting = kept.filter((entry) => entry.deviceId === deviceId && entry.releasedAt === null);
  const results: MutationResult[] = [];
  for (const mutations of batchesOf(waiting)) {
    const pushed = await push(centre, author, { mutations });
    const done = pushed.results.filter(({ status }) => status !== 'held').map(({ mid }) => mid);
    await centre.store.write(tenantId, (tx) => tx.markReleased(deviceId, done, centre.clock()));
    results.push(...pushed.results);
  }
  return { results };
}

/** Whole groups, as many as fit one push. */
function batchesOf(kept: readonly Quarantined[]): Mutation[][] {
  const mutations = kept.map(({ payload }) => mutationShape.parse(JSON.parse(payload)));
  const batches: Mutation[][] = [];
  for (const group of Map.groupBy(mutations, (mutation) => mutation.group).values()) {
    const last = batches.at(-1);
    if (last && last.length + group.length <= batchSize) last.push(...group);
    else batches.push(group);
  }
  return batches;
}
