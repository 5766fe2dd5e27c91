import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { WritableDb } from '#db/handles.ts';
import { readMigrations } from '#db/migrate.ts';
import { openStore } from '#db/open.ts';
import { enrolDevice } from '#workstation/sync/enrol.ts';
import { startSync } from '#workstation/sync/engine.ts';
import { stationOf } from '#test/support/enrolled-station.ts';
import { manualTimers } from '#test/support/manual-timers.ts';

/** Reads what a manager sees at the centre, on a fresh device. Throws where its copy is not the centre's. */
export async function readAs<Value>(
  centralUrl: string,
  code: string,
  read: (db: WritableDb, managerId: string) => Value,
): Promise<Value> {
  const about = { deviceName: 'accountant', platform: 'test', appVersion: '0.1.0' };
  const enrolled = await enrolDevice({ centralUrl, code, ...about });
  if (!enrolled.ok) throw new Error(enrolled.error);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zhike-session-'));
  const migrations = readMigrations(path.resolve(import.meta.dirname, '../../db/migrations'));
  const db = openStore(path.join(folder, 'store.db'), new Uint8Array(32).fill(1), migrations);
  try {
    const station = stationOf(enrolled.value, db);
    const { deviceToken } = enrolled.value;
    const sync = startSync({ station, deviceToken, timers: manualTimers(), centralUrl });
    await sync.syncNow();
    if (!(await sync.prove()).isEqual) throw new Error('The copy differs from the centre.');
    await sync.stop();
    return read(db, enrolled.value.managerId);
  } finally {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
