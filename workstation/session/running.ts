import type { NewId } from '#core/base/ids.ts';
import type { Clock } from '#core/base/time.ts';
import { createHlc } from '#core/sync/hlc.ts';
import { clearSlack } from '#db/changes/purge.ts';
import { hlcStore } from '#db/changes/sync-state.ts';
import type { WritableDb } from '#db/handles.ts';
import { judgeContactsBy } from '#db/queries/contact-rules.ts';
import type { DeviceIdentity } from '#db/queries/sync.ts';
import type { SecretBox } from '#db/secret-box.ts';
import { startDailyRefresh } from '#workstation/clients/daily-refresh.ts';
import type { OpenSession, SyncEngine } from '#workstation/host.ts';
import { policiesOf } from '#workstation/consent/rules.ts';
import { importJobs } from '#workstation/imports/jobs.ts';
import { startReminders } from '#workstation/reminders/reminders.ts';
import type { LiveBus } from '#workstation/live/bus.ts';
import { startSalonWatch } from '#workstation/events/watch.ts';
import { startSuitabilityWatch } from '#workstation/risk/watch.ts';
import type { SavedEnrolment } from '#workstation/session/enrolment.ts';
import type { Ending } from '#workstation/sync/context.ts';
import type { Station } from '#workstation/station.ts';
import { startVenue } from '#workstation/venue/office.ts';
import type { VenueTools } from '#workstation/venue/tools.ts';

/** Starts the engine that keeps an open station in step with the centre. */
export type StartSync = (options: {
  readonly station: Station;
  readonly centralUrl: string;
  readonly deviceToken: string;
  readonly onIdentity: (identity: DeviceIdentity) => void;
  readonly ending: Ending;
}) => SyncEngine;

export interface SessionTools {
  readonly clock: Clock;
  readonly newId: NewId;
  readonly live: LiveBus;
  readonly secrets: SecretBox;
  readonly startSync: StartSync;
  readonly centralUrl?: string | undefined;
  /** The venue's LAN and what else hub and desks need; undefined where the shell offers none. */
  readonly venue?: Omit<VenueTools, 'station' | 'secrets'> | undefined;
  /** The centre has revoked this device: from here on no command may reach the store. */
  readonly onRevoked: () => void;
  /** Everything is handed in: the copy is to be erased. */
  readonly onErase: () => void;
}

/** An open session that can be ended. */
export interface RunningSession extends OpenSession {
  /** Ends whatever works by itself; the store stays open. Safe to call again, as `stop` does. */
  readonly rest: () => Promise<void>;
  /** Ends sync, then closes the store: every commit made before is on disk when this resolves. */
  readonly stop: () => Promise<void>;
}

/** Makes the station of an open book and starts its sync. */
export function startSession(
  { db, enrolment }: { readonly db: WritableDb; readonly enrolment: SavedEnrolment },
  { clock, newId, live, secrets, startSync, centralUrl, venue, onRevoked, onErase }: SessionTools,
): RunningSession {
  const { centralUrl: enrolledAt, deviceToken, epoch: _epoch, ...enrolled } = enrolment;
  const me = { ...enrolled };
  const nextHlc = createHlc(clock, () => me.deviceId, hlcStore(db));
  const station: Station = { db, clock, newId, nextHlc, me, live };
  judgeContactsBy(db, () => policiesOf(db));
  const imports = importJobs(station);
  const stopRefresh = startDailyRefresh(station);
  const stopWatch = startSuitabilityWatch(station);
  const stopSalonWatch = startSalonWatch(station);
  const stopReminders = startReminders(station);
  const office = venue && startVenue({ ...venue, station, secrets });
  const endWork = async (): Promise<void> => {
    await office?.end();
    stopRefresh();
    stopWatch();
    stopSalonWatch();
    stopReminders();
    await imports.stop();
  };
  const start = (): SyncEngine =>
    startSync({
      station,
      centralUrl: centralUrl ?? enrolledAt,
      deviceToken,
      onIdentity: ({ deviceId }) => {
        me.deviceId = deviceId;
      },
      ending: {
        close: () => {
          onRevoked();
          return endWork();
        },
        erase: onErase,
      },
    });
  let sync: SyncEngine;
  try {
    sync = start();
  } catch (error) {
    // The store is about to be closed: nothing may reach for it any more.
    void endWork();
    throw error;
  }
  let resting: Promise<void> | undefined;
  const rest = (): Promise<void> => (resting ??= endWork().then(() => sync.stop()));
  return {
    station,
    sync,
    secrets,
    venue: office,
    rest,
    stop: async () => {
      await rest();
      clearSlack(db);
      db.close();
    },
  };
}
