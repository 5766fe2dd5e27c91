import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { admitGuest } from '#workstation/events/door.ts';
import { closeEvent, createEvent } from '#workstation/events/plan.ts';
import type { JoinBy } from '#workstation/venue/joining.ts';
import { plan } from '#test/workstation/events/salon.ts';
import {
  announced,
  atEnd,
  connected,
  endOffices,
  linkOf,
  officeOf,
  soon,
  stateOf,
  twoDesks,
  viewOf,
} from '#test/workstation/venue/offices.ts';
import { strangerAt } from '#test/workstation/venue/stranger.ts';

afterEach(endOffices);

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
  atEnd(() => stranger.close());
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

test('[EV43] another device with another certificate at the hub’s address is told nothing, the desk says so and goes on, and is back with the real hub', async () => {
  const { hub, desk, eventId, guestId, host, guest } = await connected();
  const { port } = viewOf(host, eventId);
  await host.end();
  const stranger = await strangerAt(port);
  guest.retry();
  await expect
    .poll(() => guest.status(eventId).desk, soon)
    .toMatchObject({ problem: 'CERTIFICATE_CHANGED', standing: { state: 'ALONE' } });
  expect(admitGuest(desk, guestId, { overrideReason: null })).toMatchObject({ value: { result: 'OK' } });
  guest.retry();
  await expect.poll(() => guest.status(eventId).desk?.standing.notHandedOn, soon).toBe(1);
  expect(stranger.asked).toEqual([]);
  await stranger.close();

  const again = officeOf(hub);
  await expect.poll(() => again.status(eventId).hub?.port, soon).toBe(port);
  guest.retry();
  await expect
    .poll(() => guest.status(eventId).desk, soon)
    .toMatchObject({ problem: null, standing: { state: 'CONNECTED', notHandedOn: 0 } });
});

test('[EV49] who was refused stays on the host’s list when the hub is started again', async () => {
  const { hub, eventId, host, guest } = await connected();
  const wrong = linkOf(host, eventId).replace(/.{8}$/, 'WRONG234');
  await guest.leave();
  await guest.join(eventId, { link: wrong });
  await expect.poll(() => viewOf(host, eventId).refusals, soon).toMatchObject([{ reason: 'SECRET_WRONG' }]);
  const before = viewOf(host, eventId).refusals;
  await host.end();
  const again = officeOf(hub);
  await expect.poll(() => again.status(eventId).hub?.refusals, soon).toEqual(before);
});
