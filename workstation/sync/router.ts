import type { SyncStatus } from '#core/api/sync.ts';
import { acknowledgeRefused } from '#db/changes/settle.ts';
import { writeSyncState } from '#db/changes/sync-state.ts';
import { listRefused, listWaiting } from '#db/queries/sync.ts';
import { lockedOs, os } from '#workstation/base.ts';
import { decideConflict, showConflicts, undoDecision } from '#workstation/sync/decide.ts';
import { SyncProblem } from '#workstation/sync/problem.ts';

/** What is known of sync while the store is locked: nothing runs, nothing can be read. */
const lockedStatus: SyncStatus = {
  phase: 'offline',
  problem: 'LOCKED',
  pending: 0,
  refused: 0,
  held: 0,
  isLive: false,
  isMetered: false,
  progress: null,
  syncedAt: null,
  proof: null,
};

/** Promised by the contract, not yet answered. */
function notYet(): never {
  throw new Error('Not built yet.');
}

export const syncRouter = {
  changes: os.sync.changes.handler(notYet),
  statesOf: os.sync.statesOf.handler(notYet),
  offerAgain: os.sync.offerAgain.handler(notYet),
  devices: os.sync.devices.handler(notYet),
  revokeDevice: os.sync.revokeDevice.handler(notYet),
  repair: os.sync.repair.handler(notYet),
  rebuild: os.sync.rebuild.handler(notYet),
  setMetered: os.sync.setMetered.handler(notYet),
  status: lockedOs.sync.status.handler(({ context }) => context.host.open()?.sync.status() ?? lockedStatus),
  now: os.sync.now.handler(({ context }) => context.sync.syncNow()),
  waiting: os.sync.waiting.handler(({ context }) => listWaiting(context.station.db)),
  refused: os.sync.refused.handler(({ context }) => listRefused(context.station.db)),
  acknowledge: os.sync.acknowledge.handler(({ context, input }) => {
    const { db, clock, live } = context.station;
    acknowledgeRefused(db, input.mids, clock());
    live.publish('signal', { kind: 'sync', status: context.sync.status() });
  }),
  conflicts: os.sync.conflicts.handler(({ context }) => showConflicts(context.station.db)),
  decideConflict: os.sync.decideConflict.handler(({ context, input, errors }) => {
    if (!decideConflict(context.station, input.id, input.take)) throw errors.NOT_FOUND();
  }),
  undoDecision: os.sync.undoDecision.handler(({ context, input, errors }) => {
    if (!undoDecision(context.station, input.id)) throw errors.NOT_FOUND();
  }),
  allowRemoval: os.sync.allowRemoval.handler(async ({ context }) => {
    writeSyncState(context.station.db, 'removalAgreed', true);
    await context.sync.syncNow();
  }),
  prove: os.sync.prove.handler(async ({ context, errors }) => {
    try {
      return await context.sync.prove();
    } catch (error) {
      throw error instanceof SyncProblem ? errors.OFFLINE() : error;
    }
  }),
};
