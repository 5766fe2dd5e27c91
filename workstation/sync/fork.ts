import { z } from 'zod';
import { takeIdentity } from '#db/changes/identity.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import type { SyncContext } from '#workstation/sync/context.ts';

const forkAnswer = z.object({ deviceId: z.string().min(1), deviceToken: z.string().min(1) });

/** True when the centre said that another copy of this store pushes under the same identity. */
export function isForked({ station }: SyncContext): boolean {
  return readSyncState(station.db, 'isForked') === true;
}

/**
 * Asks the centre for an identity of its own for this copy and takes it durably. Killed in between, it asks again: the
 * identity nobody took is never used.
 */
export async function fork({ station, central, onIdentity }: SyncContext): Promise<void> {
  const identity = forkAnswer.parse(await central.fork());
  takeIdentity(station.db, identity);
  onIdentity(identity);
}
