import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import type { RowChange } from '#db/changes/commit.ts';
import { appendImportBytes, createImportRun } from '#db/changes/import-runs.ts';
import { readMigrations } from '#db/migrate.ts';
import { openStore } from '#db/open.ts';
import type { Enrolment } from '#workstation/sync/enrol.ts';
import { startSync } from '#workstation/sync/engine.ts';
import { commit } from '#workstation/station.ts';
import { stationOf } from '#test/support/enrolled-station.ts';
import { clientRow } from '#test/support/rows.ts';

/** What the parent tells a desk that it means to kill. */
export interface DeskOrders {
  readonly file: string;
  readonly key: string;
  readonly migrations: string;
  readonly centralUrl: string;
  readonly enrolment: Enrolment;
}

/** Bytes of an import in one transaction with their count. */
const chunkBytes = 2_000;

/**
 * A workstation that writes, syncs and stages an import until it is killed. It says a line only after a commit has
 * returned: `g <token>` for a command of three rows, `p <token> <n>` for a field set to n, `i <run> <bytes>`.
 */
// Started before it is needed: its turn comes with the first byte, and ends with its starter.
await once(process.stdin, 'readable');
process.stdin.on('end', () => process.exit());
process.stdin.resume();
const orders = JSON.parse(process.argv[2] ?? '') as DeskOrders;
const db = openStore(orders.file, Buffer.from(orders.key, 'hex'), readMigrations(orders.migrations));
const station = stationOf(orders.enrolment, db);
startSync({ station, centralUrl: orders.centralUrl, deviceToken: orders.enrolment.deviceToken });
const { managerId } = station.me;
const run = uuidv7();
createImportRun(db, { id: run, fileName: 'x.csv', fileBytes: 1e9, managerId }, Date.now());

/** Straight to the file descriptor: a stream would hold acknowledgements back in this process. */
function acknowledge(line: string): void {
  writeSync(1, `${line}\n`);
}

function writeGroup(): string {
  const clientId = uuidv7();
  const note = (part: number): RowChange => ({
    op: 'create',
    entity: 'note',
    id: uuidv7(),
    data: { clientId, managerId, text: `${clientId} ${part}`, writtenAt: Date.now() },
  });
  const data = clientRow({ name: '赵测试', ownerManagerId: managerId, city: '0' });
  commit(station, 'client.create', [
    { op: 'create', entity: 'client', id: clientId, data },
    note(1),
    note(2),
  ]);
  return clientId;
}

for (let turn = 1; ; turn += 1) {
  const id = writeGroup();
  acknowledge(`g ${id}`);
  commit(station, 'client.correct', [{ op: 'patch', entity: 'client', id, patch: { city: String(turn) } }]);
  acknowledge(`p ${id} ${turn}`);
  const position = (turn - 1) * chunkBytes;
  appendImportBytes(db, run, { position, bytes: new Uint8Array(chunkBytes) });
  acknowledge(`i ${run} ${position + chunkBytes}`);
  await sleep(turn % 5);
}
