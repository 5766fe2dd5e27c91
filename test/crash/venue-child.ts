import { writeSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { uuidv7 } from 'uuidv7';
import { exchangeAnswer, exchangeInput, VenueLinkError, type ExchangeInput } from '#core/venue/exchange.ts';
import { sql } from '#db/handles.ts';
import { readMigrations } from '#db/migrate.ts';
import { openStore } from '#db/open.ts';
import { scanTicket } from '#workstation/events/door.ts';
import { createLiveBus } from '#workstation/live/bus.ts';
import type { Station } from '#workstation/station.ts';
import { startDesk } from '#workstation/venue/desk.ts';
import { openHub } from '#workstation/venue/hub.ts';

/** What a desk of a venue is told: its store, the port of the hub, and which share of the tickets comes to it. */
export interface VenueOrders {
  readonly role: 'hub' | 'desk';
  readonly file: string;
  readonly key: string;
  readonly eventId: string;
  readonly port: number;
  /** Scans every `of`-th ticket from `first`; none where `of` is 0. */
  readonly first: number;
  readonly of: number;
}

const orders = JSON.parse(process.argv[2] ?? '') as VenueOrders;
const migrations = readMigrations(path.resolve(import.meta.dirname, '../../db/migrations'));
const db = openStore(orders.file, Buffer.from(orders.key, 'hex'), migrations);
let count = 0;
const station: Station = {
  db,
  clock: () => Date.now(),
  newId: uuidv7,
  nextHlc: () =>
    `${String(Date.now()).padStart(15, '0')}-${String((count += 1)).padStart(6, '0')}-${orders.role}`,
  me: {
    tenantId: 'tenant',
    managerId: '01940000-0000-7000-9000-000000000001',
    managerName: '林若溪',
    branchName: '示例支行',
    deviceId: orders.role,
    deviceName: orders.role === 'hub' ? '主机' : '入口',
  },
  live: createLiveBus(),
};

/** Straight to the file descriptor: a stream would hold acknowledgements back in this process. */
function say(line: string): void {
  writeSync(1, `${line}\n`);
}

if (orders.role === 'hub') serve();
else join();
say('ready');
void scanAll();

function serve(): void {
  const hub = openHub(station, orders.eventId);
  if (!hub.ok) throw new Error(hub.error);
  const visitor = { kind: 'DESK', deviceId: 'desk', deskName: '入口' } as const;
  createServer((request, response) => {
    void text(request).then((body) => {
      const answer = hub.value.exchange(visitor, exchangeInput.parse(JSON.parse(body)));
      if (answer.ok) for (const id of answer.value.acknowledged) say(`took ${id}`);
      response.end(JSON.stringify(answer.ok ? answer.value : null));
    });
  }).listen(orders.port, '127.0.0.1');
}

function join(): void {
  const exchange = async (input: ExchangeInput) => {
    const response = await fetch(`http://127.0.0.1:${orders.port}`, {
      method: 'POST',
      body: JSON.stringify(input),
      signal: AbortSignal.timeout(2_000),
    }).catch((error: unknown) => {
      throw new VenueLinkError('UNREACHABLE', error);
    });
    return exchangeAnswer.parse(await response.json());
  };
  const timers = {
    set: (work: () => void, delayMs: number) => setTimeout(work, Math.min(delayMs, 100)),
    clear: (timer: unknown) => clearTimeout(timer as NodeJS.Timeout),
  };
  startDesk({ station, eventId: orders.eventId, link: { exchange }, timers, random: Math.random });
}

/** One guest after the other, with a breath between two for the exchange. */
async function scanAll(): Promise<void> {
  const tickets = sql<{ code: string }>(
    db,
    'SELECT ticket_code AS code FROM guest WHERE event_id = ? AND ticket_code IS NOT NULL ORDER BY id',
  ).all(orders.eventId);
  for (const [index, { code }] of tickets.entries()) {
    if (orders.of === 0 || index % orders.of !== orders.first) continue;
    const answer = scanTicket(station, orders.eventId, code);
    if (answer.ok && answer.value.checkInId !== null) say(`scanned ${answer.value.checkInId}`);
    await new Promise(setImmediate);
  }
  setInterval(() => {
    say(`facts ${sql<{ n: number }>(db, 'SELECT count(*) AS n FROM check_in').get()?.n}`);
  }, 50);
}
