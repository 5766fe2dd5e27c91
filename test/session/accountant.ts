import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readMigrations } from '#db/migrate.ts';
import { openStore } from '#db/open.ts';
import { enrolDevice } from '#workstation/sync/enrol.ts';
import { startSync } from '#workstation/sync/engine.ts';
import { stationOf } from '#test/support/enrolled-station.ts';
import { manualTimers } from '#test/support/manual-timers.ts';

/**
 * Reads a manager's calls since an instant as the centre holds them, on a device of its own, and prints them as JSON:
 * `node test/session/accountant.ts <centre> <one-time code> <ISO 8601>`. Fails where the two sides are not equal.
 */
const [, , centralUrl = '', code = '', since = ''] = process.argv;
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
  const calls = db
    .prepare(
      `SELECT client_id AS clientId, outcome FROM contact WHERE started_at >= ? AND manager_id = ?
         AND id NOT IN (SELECT contact_id FROM contact_undo)`,
    )
    .all(Date.parse(since), enrolled.value.managerId);
  process.stdout.write(JSON.stringify(calls));
} finally {
  db.close();
  rmSync(folder, { recursive: true, force: true });
}
