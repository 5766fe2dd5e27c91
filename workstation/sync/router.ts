import type { SyncStatus } from '#core/api/sync.ts';
import { acknowledgeRefused } from '#db/changes/settle.ts';
import { writeSyncState } from '#db/changes/sync-state.ts';
import { offerAgain } from '#db/changes/offer-again.ts';
import { listRefused, listWaiting } from '#db/queries/sync.ts';
import { listChanges, statesOf } from '#db/queries/sync-changes.ts';
import { lockedOs, os } from '#workstation/base.ts';
import { viewConflicts } from '#workstation/sync/conflict-view.ts';
import { decideConflict, undoDecision } from '#workstation/sync/decide.ts';
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

/** Turns the problem that kept a question from the centre into the one error screens know. */
async function orOffline<Answer>(question: Promise<Answer>, offline: () => Error): Promise<Answer> {
  try {
    return await question;
  } catch (error) {
    throw error instanceof SyncProblem ? offline() : error;
  }
}

export const syncRouter = {
  status: lockedOs.sync.status.handler(({ context }) => context.host.open()?.sync.status() ?? lockedStatus),
  now: os.sync.now.handler(({ context }) => context.sync.syncNow()),
  waiting: os.sync.waiting.handler(({ context }) => listWaiting(context.station.db)),
  refused: os.sync.refused.handler(({ context }) => listRefused(context.station.db)),
  acknowledge: os.sync.acknowledge.handler(({ context, input }) => {
    const { db, clock, live } = context.station;
    acknowledgeRefused(db, input.mids, clock());
    live.publish('signal', { kind: 'sync', status: context.sync.status() });
  }),
  conflicts: os.sync.conflicts.handler(({ context }) => viewConflicts(context.station.db)),
  decideConflict: os.sync.decideConflict.handler(({ context, input, errors }) => {
    if (!decideConflict(context.station, input.id, input.take)) throw errors.NOT_FOUND();
  }),
  undoDecision: os.sync.undoDecision.handler(({ context, input, errors }) => {
    if (!undoDecision(context.station, input.id)) throw errors.NOT_FOUND();
  }),
  allowRemoval: os.sync.allowRemoval.handler(async ({ context }) => {
    writeSyncState(context.station.db, 'removalAgreed', true);
    // A removal may be due by a page, by a rebuild or by a repair: only a round that proves comes by all of them.
    await context.sync.prove().catch((error: unknown) => {
      if (!(error instanceof SyncProblem)) throw error;
    });
  }),
  changes: os.sync.changes.handler(({ context, input }) => listChanges(context.station.db, input.limit)),
  statesOf: os.sync.statesOf.handler(({ context, input }) => statesOf(context.station.db, input.rows)),
  offerAgain: os.sync.offerAgain.handler(({ context, input, errors }) => {
    const { db, clock, newId, nextHlc, live } = context.station;
    const entities = offerAgain(db, { now: clock(), newId, nextHlc }, input.mids);
    if (entities.length === 0) throw errors.NOT_FOUND();
    live.publish('signal', { kind: 'rows', entities: [...new Set(entities)] });
  }),
  devices: os.sync.devices.handler(({ context, errors }) =>
    orOffline(context.sync.devices(), () => errors.OFFLINE()),
  ),
  openCalendar: os.sync.openCalendar.handler(async ({ context, input, errors }) => ({
    url: await orOffline(context.sync.openCalendar(input.name), () => errors.OFFLINE()),
  })),
  revokeDevice: os.sync.revokeDevice.handler(({ context, input, errors }) =>
    orOffline(context.sync.revokeDevice(input.deviceId), () => errors.OFFLINE()),
  ),
  repair: os.sync.repair.handler(({ context, errors }) =>
    orOffline(context.sync.repair(), () => errors.OFFLINE()),
  ),
  rebuild: os.sync.rebuild.handler(({ context }) => context.sync.rebuild()),
  setMetered: os.sync.setMetered.handler(({ context, input }) => context.sync.setMetered(input.isMetered)),
  prove: os.sync.prove.handler(({ context, errors }) =>
    orOffline(context.sync.prove(), () => errors.OFFLINE()),
  ),
};
