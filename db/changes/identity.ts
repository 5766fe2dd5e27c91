import { beginRebuild } from '#db/changes/bootstrap.ts';
import { writeSyncState } from '#db/changes/sync-state.ts';
import { throughGate } from '#db/gate.ts';
import type { WritableDb } from '#db/handles.ts';
import type { PushUnderWay } from '#db/queries/outbox.ts';
import type { DeviceIdentity } from '#db/queries/sync.ts';
import { readSyncState } from '#db/queries/sync-state.ts';

/**
 * Notes a push about to be sent, durably, and returns its number. A number stands for one push only: until it is answered
 * the same intents go again under it. So two copies of a store sooner or later send different pushes of one number.
 */
export function beginPush(db: WritableDb, mids: readonly string[]): number {
  const underWay = readSyncState<PushUnderWay>(db, 'pushUnderWay');
  if (underWay && JSON.stringify(underWay.mids) === JSON.stringify(mids)) return underWay.no;
  const no = (readSyncState<number>(db, 'pushNo') ?? 0) + 1;
  writeSyncState(db, 'pushUnderWay', { no, mids });
  return no;
}

/** Notes that a push was answered: taken, its number is spent; refused as a whole, the number is free again. */
export function endPush(db: WritableDb, isTaken: boolean): void {
  throughGate(db, () => {
    const underWay = readSyncState<PushUnderWay>(db, 'pushUnderWay');
    if (isTaken && underWay) writeSyncState(db, 'pushNo', underWay.no);
    writeSyncState(db, 'pushUnderWay', null);
  });
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
    writeSyncState(db, 'pushUnderWay', null);
    beginRebuild(db);
  });
}
