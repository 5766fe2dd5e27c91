import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import type { HubView } from '#core/api/venue.ts';
import { deskLink } from '#core/venue/pairing.ts';
import { secretBox } from '#db/secret-box.ts';
import { systemTimers } from '#workstation/sync/engine-loop.ts';
import type { FoundHub } from '#workstation/venue/network.ts';
import { startVenue, type VenueOffice } from '#workstation/venue/office.ts';
import { startHubServer } from '#webshell/venue/hub-server.ts';
import { venueNetwork } from '#webshell/venue/network.ts';
import type { TestStation } from '#test/support/station.ts';
import { testFolder } from '#test/support/temporary.ts';
import { addGuest } from '#test/workstation/events/salon.ts';
import { share, venueOf } from '#test/workstation/venue/desks.ts';

const ends: (() => unknown)[] = [];

/** Registers what is ended after the test. */
export function atEnd(end: () => unknown): void {
  ends.push(end);
}

/** Ends every office of a test, the last one first. */
export async function endOffices(): Promise<void> {
  announced.length = 0;
  for (const end of ends.splice(0).toReversed()) await end();
}

/** What multicast would have told. */
export const announced: FoundHub[] = [];

/** The real network, on loopback and any free port, so that nothing of this machine's LAN is touched. */
const network = {
  ...venueNetwork(testFolder()),
  addresses: () => ['127.0.0.1'],
  browse: () => ({ found: () => announced, stop: () => {} }),
  serve: ({ name: _name, ...options }: Parameters<ReturnType<typeof venueNetwork>['serve']>[0]) =>
    startHubServer({
      ...options,
      // The usual ports are this machine's own; a port that was kept is asked for again.
      ports: options.ports.length > 6 ? options.ports : [0],
      assetsDir: testFolder(),
      host: '127.0.0.1',
    }),
};
/** A machine under load takes its time over certificates and pins. */
export const soon = { timeout: 20_000 };

const secrets = secretBox(randomBytes(32), randomBytes);

/** Starts the venue of a station. */
export function officeOf(station: TestStation): VenueOffice {
  const office = startVenue({
    station,
    secrets,
    network,
    randomBytes,
    random: () => 0,
    timers: systemTimers,
    onBug: (error) => {
      throw error;
    },
  });
  atEnd(office.end);
  return office;
}

/** Two workstations, an event and a guest. */
export interface Venue {
  readonly hub: TestStation;
  readonly desk: TestStation;
  readonly eventId: string;
  readonly guestId: string;
}

/** Two workstations that hold one event with one guest. */
export function twoDesks(): Venue {
  const { stations, eventId } = venueOf(2);
  const [hub, desk] = stations;
  if (!hub || !desk) throw new Error('Two were asked for.');
  const guestId = addGuest(hub, eventId);
  share(stations);
  return { hub, desk, eventId, guestId };
}

/** What the host's screen shows of its hub; fails where it is none. */
export function viewOf(office: VenueOffice, eventId: string): HubView {
  const { hub } = office.status(eventId);
  if (!hub) throw new Error('This is no hub.');
  return hub;
}

/** The link in the code that a hub shows to other workstations. */
export function linkOf(office: VenueOffice, eventId: string): string {
  const { port, fingerprint, forDesks } = viewOf(office, eventId);
  return deskLink({ host: '127.0.0.1', port, fingerprint, secret: forDesks.secret });
}

/** How a desk stands to its hub. */
export function stateOf(office: VenueOffice, eventId: string): string | undefined {
  return office.status(eventId).desk?.standing.state;
}

/** A hub and a desk that are connected. */
export async function connected(): Promise<Venue & { host: VenueOffice; guest: VenueOffice }> {
  const venue = twoDesks();
  const host = officeOf(venue.hub);
  expect((await host.open(venue.eventId)).ok).toBe(true);
  const guest = officeOf(venue.desk);
  const joined = await guest.join(venue.eventId, { link: linkOf(host, venue.eventId) });
  expect(joined).toEqual({ ok: true, value: { hubName: '门口1' } });
  await expect.poll(() => stateOf(guest, venue.eventId), soon).toBe('CONNECTED');
  return { ...venue, host, guest };
}
