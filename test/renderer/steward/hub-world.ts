import { randomBytes } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import type { EventInput } from '#core/api/events.ts';
import { hourMs } from '#core/base/time.ts';
import type { GuestFields } from '#core/events/event.ts';
import { factsOf } from '#db/queries/events.ts';
import { readRow } from '#db/rows.ts';
import { createEvent } from '#workstation/events/plan.ts';
import { createHubDoor } from '#workstation/venue/door.ts';
import { openHub } from '#workstation/venue/hub.ts';
import type { HubIdentity } from '#workstation/venue/network.ts';
import { createRefusalList } from '#workstation/venue/refusals.ts';
import { createVisitors, type KeptVisitor } from '#workstation/venue/visitors.ts';
import type { Station } from '#workstation/station.ts';
import { webDir } from '#scripts/start/build.ts';
import { startHubServer } from '#webshell/venue/hub-server.ts';
import { makeIdentity } from '#webshell/venue/identity.ts';
import { testStation, type TestStation } from '#test/support/station.ts';
import { addGuest, carry, plan } from '#test/workstation/events/salon.ts';

/** A hub over a real store on loopback, serving the built steward page; for tests in a browser. */
export interface StewardHubWorld {
  readonly station: TestStation;
  readonly eventId: string;
  /** Makes a link for one helper. */
  readonly link: () => string;
  readonly addGuest: (guest: Partial<GuestFields>) => string;
  /** The hub's facts, oldest id first. */
  readonly facts: () => ReturnType<typeof factsOf>;
  /** Ends the server at once; `start` serves the same hub's sessions again on the same port. */
  readonly kill: () => Promise<void>;
  readonly start: () => Promise<void>;
  readonly endSessions: () => void;
  /** Opens another hub of the same event on another workstation, at another address, that holds what this one holds now. */
  readonly successor: () => Promise<StewardHubWorld>;
  /** Who was refused, as the host's screen lists it. */
  readonly refused: () => readonly string[];
  readonly close: () => Promise<void>;
}

/** Opens a salon that begins in an hour; its door is open. */
export async function openStewardHub(changed: Partial<EventInput> = {}): Promise<StewardHubWorld> {
  const station = stationNow();
  const made = createEvent(station, plan(station, changed));
  if (!made.ok) throw new Error(made.error);
  return openHubAt(station, made.value);
}

async function openHubAt(station: TestStation, eventId: string): Promise<StewardHubWorld> {
  const identity = await makeIdentity();
  let serving = await serve(station, eventId, { identity, port: 0, kept: [] });
  const { port } = serving;
  return {
    station,
    eventId,
    link: () => `https://127.0.0.1:${port}/steward/#${serving.visitors.invitation('STEWARD').secret}`,
    addGuest: (guest) => addGuest(station, eventId, guest),
    facts: () => [...factsOf(station.db, eventId)].sort((a, b) => (a.id < b.id ? -1 : 1)),
    kill: () => serving.close(),
    start: async () => {
      serving = await serve(station, eventId, { identity, port, kept: serving.visitors.list() });
    },
    endSessions: () => serving.visitors.endAll(),
    refused: () => serving.refusals.list().map(({ reason }) => reason),
    successor: async () => {
      const other = stationNow();
      carry(station, other);
      return openHubAt({ ...other, me: { ...other.me, deviceName: '二号台' } }, eventId);
    },
    close: () => serving.close(),
  };
}

interface Serving {
  readonly identity: HubIdentity;
  readonly port: number;
  readonly kept: readonly KeptVisitor[];
}

async function serve(station: Station, eventId: string, { identity, port, kept }: Serving) {
  const clock = station.clock;
  const hub = openHub(station, eventId);
  if (!hub.ok) throw new Error(hub.error);
  const visitors = createVisitors({ clock, newId: uuidv7, randomBytes, kept, keep: () => {} });
  const refusals = createRefusalList(clock);
  const door = createHubDoor({
    hub: hub.value,
    hubName: station.me.deviceName,
    visitors,
    refusals,
    clock,
    until: (readRow(station.db, 'event', eventId)?.data.endsAt ?? 0) + 12 * hourMs,
    contacts: new Map(),
    onChange: () => {},
    onRefused: () => {},
    onBug: (error) => console.error(error),
  });
  const server = await startHubServer({
    identity,
    ports: [port],
    door,
    assetsDir: webDir,
    host: '127.0.0.1',
  });
  const close = async (): Promise<void> => {
    hub.value.close();
    await server.close();
  };
  return { port: server.port, visitors, refusals, close };
}

/** A station whose clock is the machine's: browsers and rate limits live by it. */
function stationNow(): TestStation {
  const station = testStation();
  return { ...station, clock: () => Date.now(), newId: uuidv7, me: { ...station.me, deviceName: '前台' } };
}
