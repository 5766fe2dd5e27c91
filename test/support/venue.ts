import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { uuidv7 } from 'uuidv7';
import { ok } from '#core/base/result.ts';
import { hourMs } from '#core/base/time.ts';
import type { VenueEntry } from '#core/venue/entry.ts';
import type { ExchangeInput, Hub } from '#core/venue/exchange.ts';
import { createHubDoor, type Contact } from '#workstation/venue/door.ts';
import type { HubIdentity, HubServer } from '#workstation/venue/network.ts';
import { createRefusalList, type RefusalList } from '#workstation/venue/refusals.ts';
import { createVisitors, type KeptVisitor, type Visitors } from '#workstation/venue/visitors.ts';
import { startHubServer } from '#webshell/venue/hub-server.ts';
import { makeIdentity } from '#webshell/venue/identity.ts';
import { testFolder } from '#test/support/temporary.ts';

export const venueEventId = 'event-1';

/** A hub's server on loopback over a hub that keeps its entries in memory; every door and socket is the real one. */
export interface TestHub {
  readonly identity: HubIdentity;
  readonly visitors: Visitors;
  readonly refusals: RefusalList;
  readonly contacts: Map<string, Contact>;
  readonly entries: Map<string, VenueEntry>;
  readonly kept: () => readonly KeptVisitor[];
  readonly port: number;
  /** Moves the hub's clock on. */
  readonly wait: (ms: number) => void;
  readonly close: () => Promise<void>;
  /** Ends the server and starts it again on its port from what was kept, as after a crash. */
  readonly restart: () => Promise<TestHub>;
}

interface Wish {
  readonly identity?: HubIdentity;
  readonly kept?: readonly KeptVisitor[];
  readonly entries?: Map<string, VenueEntry>;
  readonly port?: number;
  /** Ends every session this long from now. */
  readonly endsInMs?: number;
}

/** Opens a hub on loopback. */
export async function openTestHub(wish: Wish = {}): Promise<TestHub> {
  const identity = wish.identity ?? (await makeIdentity());
  const entries = wish.entries ?? new Map<string, VenueEntry>();
  let offsetMs = 0;
  let kept: readonly KeptVisitor[] = wish.kept ?? [];
  // The hub's clock stands still but for `wait`: what is limited by time does not depend on this machine's pace.
  const openedAt = Date.now();
  const clock = (): number => openedAt + offsetMs;
  const contacts = new Map<string, Contact>();
  const refusals = createRefusalList(clock);
  const visitors = createVisitors({
    clock,
    newId: uuidv7,
    randomBytes: (size) => randomBytes(size),
    kept,
    keep: (list) => {
      kept = list;
    },
  });
  const door = createHubDoor({
    hub: memoryHub(entries),
    hubName: '前台',
    visitors,
    refusals,
    clock,
    until: clock() + (wish.endsInMs ?? 12 * hourMs),
    contacts,
    onChange: () => {},
    onRefused: () => {},
    onBug: () => {},
  });
  const server: HubServer = await startHubServer({
    identity,
    ports: [wish.port ?? 0],
    door,
    assetsDir: stewardPage(),
    host: '127.0.0.1',
  });
  const { port } = server;
  return {
    identity,
    visitors,
    refusals,
    contacts,
    entries,
    kept: () => kept,
    port,
    wait: (ms) => {
      offsetMs += ms;
    },
    close: server.close,
    restart: async () => {
      await server.close();
      return openTestHub({ ...wish, identity, kept, entries, port });
    },
  };
}

function memoryHub(held: Map<string, VenueEntry>): Hub {
  const hubId = uuidv7();
  return {
    hubId,
    eventId: venueEventId,
    exchange: (_visitor, { entries, since }: ExchangeInput) => {
      for (const entry of entries) if (!held.has(entry.id)) held.set(entry.id, entry);
      const all = [...held.values()];
      return ok({
        hubId,
        entries: all.slice(since, since + 200),
        next: Math.min(all.length, since + 200),
        more: all.length > since + 200,
        acknowledged: entries.map(({ id }) => id),
        refused: [],
        rosterVersion: 'v1',
        now: Date.now(),
      });
    },
    stewardRoster: () =>
      ok({
        eventId: venueEventId,
        version: 'v1',
        event: { title: '秋季沙龙', venue: '示例酒店', startsAt: 0, endsAt: 1, status: 'OPEN' },
        managerId: 'm1',
        guests: [],
        foreignLengths: [],
        now: Date.now(),
      }),
    vouch: () => ok('UNKNOWN'),
    close: () => {},
  };
}

function stewardPage(): string {
  const assetsDir = testFolder();
  mkdirSync(path.join(assetsDir, 'steward', 'assets'), { recursive: true });
  writeFileSync(path.join(assetsDir, 'index.html'), '<!doctype html><title>the manager’s program</title>');
  writeFileSync(path.join(assetsDir, 'steward', 'index.html'), '<!doctype html><title>签到员</title>');
  writeFileSync(path.join(assetsDir, 'steward', 'assets', 'main-abc.js'), 'export {};');
  return assetsDir;
}
