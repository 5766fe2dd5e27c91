import { spawn, type ChildProcess } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { seededRandom } from '#core/base/ids.ts';
import { hourMs } from '#core/base/time.ts';
import { makeTicketCode } from '#core/events/ticket.ts';
import { commitChange, type RowChange } from '#db/changes/commit.ts';
import { sql } from '#db/handles.ts';
import { readMigrations } from '#db/migrate.ts';
import { openStore } from '#db/open.ts';
import { testEvent, testGuest } from '#test/support/venue-rows.ts';
import type { VenueOrders } from '#test/crash/venue-child.ts';

const script = path.resolve(import.meta.dirname, 'venue-child.ts');
const migrations = path.resolve(import.meta.dirname, '../../db/migrations');
const key = '07'.repeat(32);

/** What a rush with kills came to. `lost` counts scans a desk answered OK, `untaken` entries a hub acknowledged. */
export interface VenueCrashFigures {
  readonly kills: number;
  readonly hub: number;
  readonly desk: number;
  readonly scanned: number;
  readonly taken: number;
  readonly lost: number;
  readonly untaken: number;
  readonly unequal: number;
  readonly unopened: number;
}

/** Lets two desks scan while the one or the other is killed; afterwards both run until they are level, and are compared. */
export async function crashVenue({
  kills,
  seed,
  guests = 600,
}: {
  readonly kills: number;
  readonly seed: number;
  readonly guests?: number;
}): Promise<VenueCrashFigures> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'zhike-venue-crash-'));
  const random = seededRandom(seed);
  const port = await freePort();
  const files = { hub: path.join(dir, 'hub.db'), desk: path.join(dir, 'desk.db') };
  const eventId = prepare(files.hub, guests);
  copyFileSync(files.hub, files.desk);
  const said = { scanned: new Set<string>(), took: new Set<string>() };
  const count = { hub: 0, desk: 0 };
  let unopened = 0;
  const running: Partial<Record<Role, Life>> = {};
  const begin = (role: Role, of = 2): Life => {
    const orders = { role, file: files[role], key, eventId, port, first: role === 'hub' ? 0 : 1, of };
    return (running[role] = live(orders, said));
  };
  try {
    begin('hub');
    begin('desk');
    for (let kill = 0; kill < kills; kill += 1) {
      const role: Role = kill % 2 === 0 ? 'desk' : 'hub';
      const victim = running[role] as Life;
      const lines = 5 + Math.floor(random() * 40);
      await victim.until(() => victim.lines() >= lines || victim.facts() > 0);
      await victim.kill();
      count[role] += 1;
      unopened += isSound(files[role]) ? 0 : 1;
      begin(role);
    }
    const [hub, desk] = [running.hub as Life, running.desk as Life];
    await Promise.all([hub, desk].map((one) => one.until(() => one.facts() > 0)));
    await desk.until(() => desk.facts() === hub.facts() && desk.facts() >= guests);
    await Promise.all([running.hub?.kill(), running.desk?.kill()]);
    const [atHub, atDesk] = [rowsIn(files.hub), rowsIn(files.desk)];
    const all = [...said.scanned];
    return {
      kills,
      ...count,
      scanned: said.scanned.size,
      taken: said.took.size,
      lost: all.filter((id) => !atHub.has(id) || !atDesk.has(id)).length,
      untaken: [...said.took].filter((id) => !atHub.has(id)).length,
      unequal: atHub.symmetricDifference(atDesk).size,
      unopened,
    };
  } finally {
    await Promise.all([running.hub?.kill(), running.desk?.kill()]);
    rmSync(dir, { recursive: true, force: true });
  }
}

type Role = VenueOrders['role'];

/** One life of a process. */
interface Life {
  /** How many lines it has said. */
  readonly lines: () => number;
  /** How many facts its store has, once it has scanned all; 0 before. */
  readonly facts: () => number;
  /** Resolves once something is so after a line it said. Rejects where the process ends before. */
  readonly until: (isTrue: () => boolean) => Promise<void>;
  readonly kill: () => Promise<void>;
}

function live(
  orders: VenueOrders,
  said: { readonly scanned: Set<string>; readonly took: Set<string> },
): Life {
  const child = spawn(process.execPath, [script, JSON.stringify(orders)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [lines, facts] = [0, 0];
  const waiting = new Set<() => void>();
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  createInterface(child.stdout).on('line', (line) => {
    lines += 1;
    const [word, id] = line.split(' ');
    if (word === 'scanned' && id) said.scanned.add(id);
    if (word === 'took' && id) said.took.add(id);
    if (word === 'facts') facts = Number(id);
    for (const look of waiting) look();
  });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const until = (isTrue: () => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (!isTrue()) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      void ended.then(() => reject(new Error(`The ${orders.role} ended by itself: ${complaint}`)));
      look();
    });
  return {
    lines: () => lines,
    facts: () => facts,
    until,
    kill: () => end(child, ended),
  };
}

function end(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill('SIGKILL');
  return ended;
}

function isSound(file: string): boolean {
  const db = openStore(file, Buffer.from(key, 'hex'), readMigrations(migrations));
  const isWhole = db.pragma('integrity_check', { simple: true }) === 'ok';
  const halves = sql(
    db,
    `SELECT 1 FROM check_in WHERE NOT EXISTS
       (SELECT 1 FROM outbox WHERE entity = 'checkIn' AND row_id = check_in.id)`,
  ).all();
  db.close();
  return isWhole && halves.length === 0;
}

function rowsIn(file: string): Set<string> {
  const db = openStore(file, Buffer.from(key, 'hex'), readMigrations(migrations));
  const ids = sql<{ id: string }>(db, 'SELECT id FROM check_in UNION ALL SELECT id FROM guest').all();
  db.close();
  return new Set(ids.map(({ id }) => id));
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

function prepare(file: string, count: number): string {
  const db = openStore(file, Buffer.from(key, 'hex'), readMigrations(migrations));
  const random = seededRandom(9);
  const [now, host, eventId] = [Date.now(), '01940000-0000-7000-9000-000000000001', 'event-1'];
  const event = { ...testEvent([host]), startsAt: now, endsAt: now + hourMs };
  const guests = Array.from({ length: count }, (_, index): RowChange => {
    const data = testGuest({ eventId, hostManagerId: host, ticketCode: makeTicketCode(random) });
    return { op: 'create', entity: 'guest', id: `guest-${index}`, data };
  });
  let made = 0;
  const newId = (): string => `made-${(made += 1)}`;
  const context = { now, newId, nextHlc: () => `${String((made += 1)).padStart(15, '0')}-0-p` };
  commitChange(db, context, 'prepare', [
    { op: 'create', entity: 'event', id: eventId, data: event },
    ...guests,
  ]);
  // What the centre has answered already: only what happens at the door is to be handed on.
  sql(db, 'DELETE FROM outbox').run();
  db.close();
  return eventId;
}
