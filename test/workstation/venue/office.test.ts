import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { deskLink } from '#core/venue/pairing.ts';
import { secretBox } from '#db/secret-box.ts';
import { closeEvent, createEvent } from '#workstation/events/plan.ts';
import { admitGuest } from '#workstation/events/door.ts';
import { systemTimers } from '#workstation/sync/engine-loop.ts';
import { startVenue, type VenueOffice } from '#workstation/venue/office.ts';
import { venueNetwork } from '#webshell/venue/network.ts';
import type { HubView } from '#core/api/venue.ts';
import type { FoundHub } from '#workstation/venue/network.ts';
import type { JoinBy } from '#workstation/venue/joining.ts';
import { startHubServer } from '#webshell/venue/hub-server.ts';
import type { TestStation } from '#test/support/station.ts';
import { addGuest, plan } from '#test/workstation/events/salon.ts';
import { share, venueOf } from '#test/workstation/venue/desks.ts';
import { testFolder } from '#test/support/temporary.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  announced.length = 0;
  for (const end of ends.splice(0).toReversed()) await end();
});

/** What multicast would have told. */
const announced: FoundHub[] = [];

/** The real network, on loopback and any free port, so that nothing of this machine's LAN is touched. */
const network = {
  ...venueNetwork(testFolder()),
  addresses: () => ['127.0.0.1'],
  browse: () => ({ found: () => announced, stop: () => {} }),
  serve: ({ name: _name, ...options }: Parameters<ReturnType<typeof venueNetwork>['serve']>[0]) =>
    startHubServer({
      ...options,
      ports: options.ports.length > 6 ? options.ports : [0],
      assetsDir: testFolder(),
      host: '127.0.0.1',
    }),
};
/** A machine under load takes its time over certificates and pins. */
const soon = { timeout: 20_000 };

const secrets = secretBox(randomBytes(32), randomBytes);

function officeOf(station: TestStation): VenueOffice {
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
  ends.push(office.end);
  return office;
}

interface Venue {
  readonly hub: TestStation;
  readonly desk: TestStation;
  readonly eventId: string;
  readonly guestId: string;
}

/** Two workstations that hold one event with one guest. */
function twoDesks(): Venue {
  const { stations, eventId } = venueOf(2);
  const [hub, desk] = stations;
  if (!hub || !desk) throw new Error('Two were asked for.');
  const guestId = addGuest(hub, eventId);
  share(stations);
  return { hub, desk, eventId, guestId };
}

/** What the host's screen shows of its hub; fails where it is none. */
function viewOf(office: VenueOffice, eventId: string): HubView {
  const { hub } = office.status(eventId);
  if (!hub) throw new Error('This is no hub.');
  return hub;
}

function linkOf(office: VenueOffice, eventId: string): string {
  const { port, fingerprint, forDesks } = viewOf(office, eventId);
  return deskLink({ host: '127.0.0.1', port, fingerprint, secret: forDesks.secret });
}

function stateOf(office: VenueOffice, eventId: string): string | undefined {
  return office.status(eventId).desk?.standing.state;
}

/** A hub and a desk that are connected. */
async function connected(): Promise<Venue & { host: VenueOffice; guest: VenueOffice }> {
  const venue = twoDesks();
  const host = officeOf(venue.hub);
  expect((await host.open(venue.eventId)).ok).toBe(true);
  const guest = officeOf(venue.desk);
  const joined = await guest.join(venue.eventId, { link: linkOf(host, venue.eventId) });
  expect(joined).toEqual({ ok: true, value: { hubName: '门口1' } });
  await expect.poll(() => stateOf(guest, venue.eventId), soon).toBe('CONNECTED');
  return { ...venue, host, guest };
}

test('[EV46] a hub that went away is served again on its port, and its desk is back by itself with what it did alone', async () => {
  const { hub, desk, eventId, guestId, host, guest } = await connected();
  const before = viewOf(host, eventId);
  await host.end();
  guest.retry();
  await expect
    .poll(() => guest.status(eventId).desk, soon)
    .toMatchObject({
      standing: { state: 'ALONE' },
      problem: 'UNREACHABLE',
    });
  expect(admitGuest(desk, guestId, { overrideReason: null })).toMatchObject({ value: { result: 'OK' } });
  guest.retry();
  await expect.poll(() => guest.status(eventId).desk?.standing.notHandedOn, soon).toBe(1);

  const again = officeOf(hub);
  await expect.poll(() => again.status(eventId).hub?.port, soon).toBe(before.port);
  expect(viewOf(again, eventId).fingerprint).toBe(before.fingerprint);
  guest.retry();
  await expect.poll(() => stateOf(guest, eventId), soon).toBe('CONNECTED');
  await expect
    .poll(() => viewOf(again, eventId).visitors, soon)
    .toMatchObject([{ kind: 'DESK', handedOn: 1 }]);
  expect(guest.status(eventId).desk?.standing.notHandedOn).toBe(0);
});

test('[EV46] a desk whose program ended goes on with its session', async () => {
  const { desk, eventId, guest } = await connected();
  await guest.end();
  expect(guest.status(eventId).desk).toBeNull();
  const again = officeOf(desk);
  await expect.poll(() => stateOf(again, eventId), soon).toBe('CONNECTED');
});

test('[EV45] closing the event, or the hub, ends every session; the hub does not come back by itself', async () => {
  const { hub, eventId, host, guest } = await connected();
  expect(closeEvent(hub, eventId).ok).toBe(true);
  expect(host.status(eventId).hub).toBeNull();
  guest.retry();
  await expect.poll(() => stateOf(guest, eventId), soon).toBe('ENDED');
  await host.end();
  const again = officeOf(hub);
  expect(await again.open(eventId)).toEqual({ ok: false, error: { code: 'EVENT_OVER' } });
  expect(again.status(eventId).hub).toBeNull();
  await guest.leave();
  expect(guest.status(eventId).desk).toBeNull();
});

test('[EV45] a desk that the host sent away stays away, and may pair anew', async () => {
  const { eventId, host, guest } = await connected();
  host.endSession(viewOf(host, eventId).visitors[0]?.sessionId ?? '');
  await expect.poll(() => stateOf(guest, eventId), soon).toBe('ENDED');
  expect(guest.status(eventId).desk?.problem).toBe('SESSION_ENDED');
  expect(viewOf(host, eventId).visitors).toEqual([]);
  await guest.leave();
  expect((await guest.join(eventId, { link: linkOf(host, eventId) })).ok).toBe(true);
});

test('[EV51] a hub whose address changed is found by its mark, and the pinned certificate decides', async () => {
  const { hub, eventId, host, guest } = await connected();
  const { port, fingerprint } = viewOf(host, eventId);
  await host.end();
  // Another device has taken the port meanwhile, and announces itself with the hub's mark.
  const stranger = createServer().listen(port, '127.0.0.1');
  ends.push(() => stranger.close());
  stranger.on('connection', (socket) => socket.destroy());
  const again = officeOf(hub);
  await expect.poll(() => again.status(eventId).hub?.port, soon).toBeGreaterThan(0);
  const moved = viewOf(again, eventId).port;
  expect(moved).not.toBe(port);
  const mark = fingerprint.slice(0, 16);
  announced.push(
    { name: '假', host: '127.0.0.1', port, mark },
    { name: '真', host: '127.0.0.1', port: moved, mark },
  );
  await expect
    .poll(() => {
      guest.retry();
      return guest.status(eventId).desk;
    }, soon)
    .toMatchObject({ port: moved, standing: { state: 'CONNECTED' }, problem: null });
});

test('[EV42] joining by address and typed code; what is mistyped is told before anything is asked', async () => {
  const { hub, desk, eventId } = twoDesks();
  const host = officeOf(hub);
  await host.open(eventId);
  const { port, forDesks } = viewOf(host, eventId);
  const guest = officeOf(desk);
  const address = `127.0.0.1:${port}`;
  const refusalOf = async (by: JoinBy): Promise<unknown> => {
    const joined = await guest.join(eventId, by);
    return joined.ok ? null : joined.error;
  };
  expect(await refusalOf({ link: 'ZK0000' })).toEqual({ code: 'BAD_LINK' });
  expect(await refusalOf({ address: 'hotel', code: forDesks.code })).toEqual({ code: 'BAD_ADDRESS' });
  expect(await refusalOf({ address, code: '1234' })).toEqual({ code: 'BAD_CODE' });
  const otherHub = `0000-0000-${forDesks.code.slice(10)}`;
  expect(await refusalOf({ address, code: otherHub })).toEqual({
    code: 'JOIN_FAILED',
    data: { problem: 'CERTIFICATE_CHANGED' },
  });
  expect(await refusalOf({ address, code: `${forDesks.code.slice(0, 9)}-0000-0000` })).toEqual({
    code: 'JOIN_FAILED',
    data: { problem: 'SECRET_WRONG' },
  });
  expect((await guest.join(eventId, { address, code: forDesks.code.toLowerCase() })).ok).toBe(true);
  expect(viewOf(host, eventId).refusals).toMatchObject([{ reason: 'SECRET_WRONG', count: 1 }]);
});

test('[EV52] a workstation is one thing at a time, and a hub of another event is left again', async () => {
  const { hub, desk, eventId } = twoDesks();
  const host = officeOf(hub);
  await host.open(eventId);
  const guest = officeOf(desk);
  const made = createEvent(desk, plan(desk, { title: '另一场' }));
  const other = made.ok ? made.value : '';
  expect(await guest.join(other, { link: linkOf(host, eventId) })).toEqual({
    ok: false,
    error: { code: 'OTHER_EVENT' },
  });
  expect(viewOf(host, eventId).visitors).toEqual([]);
  await guest.open(other);
  expect(await guest.join(eventId, { link: linkOf(host, eventId) })).toEqual({
    ok: false,
    error: { code: 'VENUE_BUSY' },
  });
  expect(guest.status(eventId).elsewhere).toEqual({ eventId: other, title: '另一场', isHub: true });
});

test('[EV43] key and tokens lie sealed in the store', async () => {
  const { hub, desk } = await connected();
  const texts = [hub, desk].map(({ db }) =>
    JSON.stringify(db.prepare("SELECT value FROM local_setting WHERE key LIKE 'venue.%'").all()),
  );
  for (const text of texts) expect(text).not.toMatch(/PRIVATE|token|fingerprint|127\.0\.0\.1/);
  expect(texts.every((text) => text.length > 100)).toBe(true);
});
