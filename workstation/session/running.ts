import type { NewId } from '#core/base/ids.ts';
import type { Clock } from '#core/base/time.ts';
import { createHlc } from '#core/sync/hlc.ts';
import { hlcStore } from '#db/changes/sync-state.ts';
import type { WritableDb } from '#db/handles.ts';
import { startDailyRefresh } from '#workstation/clients/daily-refresh.ts';
import type { OpenSession, SyncEngine } from '#workstation/host.ts';
import { importJobs } from '#workstation/imports/jobs.ts';
import type { LiveBus } from '#workstation/live/bus.ts';
import type { SavedEnrolment } from '#workstation/session/enrolment.ts';
import type { Station } from '#workstation/station.ts';

/** Starts the engine that keeps an open station in step with the centre. */
export type StartSync = (options: {
  readonly station: Station;
  readonly centralUrl: string;
  readonly deviceToken: string;
}) => SyncEngine;

export interface SessionTools {
  readonly clock: Clock;
  readonly newId: NewId;
  readonly live: LiveBus;
  readonly startSync: StartSync;
  readonly centralUrl?: string | undefined;
}

/** An open session that can be ended. */
export interface RunningSession extends OpenSession {
  /** Ends sync, then closes the store: every commit made before is on disk when this resolves. */
  readonly stop: () => Promise<void>;
}

/** Makes the station of an open book and starts its sync. */
export function startSession(
  { db, enrolment }: { readonly db: WritableDb; readonly enrolment: SavedEnrolment },
  { clock, newId, live, startSync, centralUrl }: SessionTools,
): RunningSession {
  const { centralUrl: enrolledAt, deviceToken, epoch: _epoch, ...me } = enrolment;
  const nextHlc = createHlc(clock, me.deviceId, hlcStore(db));
  const station: Station = { db, clock, newId, nextHlc, me, live };
  const sync = startSync({ station, centralUrl: centralUrl ?? enrolledAt, deviceToken });
  const imports = importJobs(station);
  const stopRefresh = startDailyRefresh(station);
  return {
    station,
    sync,
    stop: async () => {
      stopRefresh();
      await imports.stop();
      await sync.stop();
      db.close();
    },
  };
}
