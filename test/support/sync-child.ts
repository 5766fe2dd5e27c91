import path from 'node:path';
import { uuidv7 } from 'uuidv7';
import { readMigrations } from '#db/migrate.ts';
import { openStore } from '#db/open.ts';
import type { Enrolment } from '#workstation/sync/enrol.ts';
import { startSync } from '#workstation/sync/engine.ts';
import { commit } from '#workstation/station.ts';
import { stationOf } from '#test/support/enrolled-station.ts';

/** What the parent tells a workstation process that it means to kill. */
export interface ChildOrders {
  readonly file: string;
  readonly centralUrl: string;
  readonly enrolment: Enrolment;
  readonly pageRows: number;
  /** Notes to write about the first client before syncing, one command each. */
  readonly notes: number;
}

/** A workstation process that syncs and says a line at every sign of life, until it is killed. */
const orders = JSON.parse(process.argv[2] ?? '') as ChildOrders;
const key = new Uint8Array(32).fill(7);
const db = openStore(
  orders.file,
  key,
  readMigrations(path.resolve(import.meta.dirname, '../../db/migrations')),
);
const station = stationOf(orders.enrolment, db);
for (let count = 0; count < orders.notes; count += 1) {
  const { id: clientId } = db.prepare('SELECT id FROM client ORDER BY id LIMIT 1').get() as { id: string };
  const data = { clientId, managerId: station.me.managerId, text: `第${count}条`, writtenAt: Date.now() };
  commit(station, 'client.note', [{ op: 'create', entity: 'note', id: uuidv7(), data }]);
}
console.log('written');
station.live.subscribe('signal', ({ kind }) => console.log(kind));
startSync({ station, ...orders, deviceToken: orders.enrolment.deviceToken });
