import { beginRebuild } from '#db/changes/bootstrap.ts';
import { writeSyncState } from '#db/changes/sync-state.ts';
import { throughGate } from '#db/gate.ts';
import type { WritableDb } from '#db/handles.ts';
import type { DeviceIdentity } from '#db/queries/sync.ts';
import { readSyncState } from '#db/queries/sync-state.ts';

/** Raises the count of this device's pushes and returns it, durable before the push is sent: a copied store repeats one. */
export function nextPushNo(db: WritableDb): number {
  const number = (readSyncState<number>(db, 'pushNo') ?? 0) + 1;
  writeSyncState(db, 'pushNo', number);
  return number;
}

/** Notes that the centre knows another copy of this device, so that it asks for an identity of its own before anything. */
export function noteFork(db: WritableDb): void {
  writeSyncState(db, 'isForked', true);
}

/**
 * Takes an identity of its own, durably and in one transaction with what follows from it: cursors are made for one
 * device, so everything is read anew; what waits to be uploaded stays, with its mids.
 */
export function takeIdentity(db: WritableDb, identity: DeviceIdentity): void {
  throughGate(db, () => {
    writeSyncState(db, 'identity', identity);
    writeSyncState(db, 'isForked', null);
    writeSyncState(db, 'pushNo', null);
    beginRebuild(db);
  });
}
