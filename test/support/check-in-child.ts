import { writeSync } from 'node:fs';
import path from 'node:path';
import { uuidv7 } from 'uuidv7';
import { readMigrations } from '#db/migrate.ts';
import { openStore } from '#db/open.ts';
import { sql } from '#db/handles.ts';
import { scanTicket } from '#workstation/events/door.ts';
import { createLiveBus } from '#workstation/live/bus.ts';

/**
 * A desk in a process of its own, to be killed: `check-in-child.ts <store> <key hex> <eventId>` scans every ticket
 * of the event and writes a guest's id to stdout only after the entry was answered OK.
 */
const [file = '', keyHex = '', eventId = ''] = process.argv.slice(2);
const migrations = readMigrations(path.resolve(import.meta.dirname, '../../db/migrations'));
const db = openStore(file, Buffer.from(keyHex, 'hex'), migrations);
let clock = 0;
const station = {
  db,
  clock: () => Date.now(),
  newId: uuidv7,
  nextHlc: () => {
    clock += 1;
    return `${String(Date.now()).padStart(15, '0')}-${String(clock).padStart(6, '0')}-child`;
  },
  me: {
    tenantId: 'tenant',
    managerId: '01940000-0000-7000-9000-000000000001',
    managerName: '林若溪',
    branchName: '示例支行',
    deviceId: 'child',
    deviceName: '入口',
  },
  live: createLiveBus(),
};
const guests = sql<{ id: string; ticket_code: string }>(
  db,
  'SELECT id, ticket_code FROM guest WHERE event_id = ? ORDER BY id',
).all(eventId);
for (const { id, ticket_code: code } of guests) {
  const answer = scanTicket(station, eventId, code);
  // Straight to the file descriptor: a stream would hold acknowledgements back in this process.
  if (answer.ok && answer.value.result === 'OK') writeSync(1, `${id}\n`);
}
