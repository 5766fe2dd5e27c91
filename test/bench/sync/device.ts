import path from 'node:path';
import type { WritableDb } from '#db/handles.ts';
import { readMigrations } from '#db/migrate.ts';
import { openStore } from '#db/open.ts';
import type { SyncEngine } from '#workstation/host.ts';
import type { Station } from '#workstation/station.ts';
import type { Enrolment } from '#workstation/sync/enrol.ts';
import { startSync } from '#workstation/sync/engine.ts';
import type { BenchCentre } from '#test/bench/sync/centre.ts';
import { stationOf } from '#test/support/enrolled-station.ts';
import { manualTimers } from '#test/support/manual-timers.ts';

/** An enrolled device with an empty encrypted store. */
export interface BenchDevice {
  readonly station: Station;
  readonly db: WritableDb;
  readonly file: string;
  readonly enrolment: Enrolment;
  /** Starts the real engine, whose first round begins at once; `send` stands in for the network. */
  readonly start: (send?: typeof fetch) => SyncEngine;
}

const key = new Uint8Array(32).fill(3);
const migrations = readMigrations(path.resolve(import.meta.dirname, '../../../db/migrations'));

/** Opens (or creates) a store as a workstation does: encrypted, durable, of the newest schema. */
export function openBenchStore(file: string): WritableDb {
  return openStore(file, key, migrations);
}

/** Enrols a device of a manager and opens its store in a folder. */
export async function enrolBenchDevice(
  centre: BenchCentre,
  managerId: string,
  file: string,
): Promise<BenchDevice> {
  return deviceOn(centre, await centre.enrol(managerId), file);
}

/** Opens the device of an enrolment on a file: again, where it was cut off. */
export function deviceOn(centre: BenchCentre, enrolment: Enrolment, file: string): BenchDevice {
  const db = openBenchStore(file);
  const station = stationOf(enrolment, db);
  const start = (send?: typeof fetch) =>
    startSync({
      station,
      centralUrl: centre.url,
      deviceToken: enrolment.deviceToken,
      timers: manualTimers(),
      ...(send && { fetch: send }),
    });
  return { station, db, file, enrolment, start };
}
