import { afterEach, expect, test } from 'vitest';
import { hourMs, minuteMs } from '#core/base/time.ts';
import type { ExchangeInput } from '#core/venue/exchange.ts';
import type { CallOptions, HubCall } from '#workstation/venue/network.ts';
import { callHub } from '#webshell/venue/hub-call.ts';
import { makeIdentity, stretchedPin } from '#webshell/venue/identity.ts';
import { openTestHub, venueEventId, type TestHub } from '#test/support/venue.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

const nothing: ExchangeInput = { eventId: venueEventId, hubId: null, since: 0, entries: [] };
const aDesk = { kind: 'DESK', name: '二号台', deviceId: 'device-2' } as const;

async function hubOf(wish: Parameters<typeof openTestHub>[0] = {}): Promise<TestHub> {
  const hub = await openTestHub(wish);
  ends.push(hub.close);
  return hub;
}

function call(hub: Pick<TestHub, 'port' | 'identity'>, with_: Partial<CallOptions> = {}): HubCall {
  const { port, identity } = hub;
  const made = callHub({
    at: { host: '127.0.0.1', port },
    expected: { fingerprint: identity.fingerprint },
    token: null,
    ...with_,
  });
  ends.push(made.close);
  return made;
}

async function joined(hub: TestHub): Promise<HubCall> {
  const { secret } = hub.visitors.invitation('DESK');
  const { token } = await call(hub).pair({ ...aDesk, secret });
  return call(hub, { token });
}

function reasons(hub: TestHub): string[] {
  return hub.refusals.list().map(({ reason }) => reason);
}

test('[EV41] a desk that scanned the code is let in and exchanges', async () => {
  const hub = await hubOf();
  const { secret } = hub.visitors.invitation('DESK');
  const answer = await call(hub).pair({ ...aDesk, secret });
  expect(answer).toMatchObject({ eventId: venueEventId, hubName: '前台' });
  const desk = call(hub, { token: answer.token });
  expect((await desk.exchange(nothing)).acknowledged).toEqual([]);
  expect(hub.visitors.list()).toMatchObject([
    { kind: 'DESK', name: '二号台', deviceId: 'device-2', endedAt: null },
  ]);
  expect(hub.contacts.get(answer.sessionId)?.lastAt).toBeGreaterThan(0);
});

test('[EV42] a desk that typed the code pins the certificate by its eight letters', async () => {
  const hub = await hubOf();
  const pin = await stretchedPin(hub.identity.fingerprint);
  const { secret } = hub.visitors.invitation('DESK');
  const desk = call(hub, { expected: { pin } });
  await desk.pair({ ...aDesk, secret });
  expect(desk.fingerprint()).toBe(hub.identity.fingerprint);
});

test('[EV43] another certificate than the pinned one is told nothing at all', async () => {
  const hub = await hubOf();
  const other = await hubOf();
  const { secret } = other.visitors.invitation('DESK');
  const pin = await stretchedPin(hub.identity.fingerprint);
  for (const expected of [{ fingerprint: hub.identity.fingerprint }, { pin }]) {
    const desk = call(other, { expected, token: 'a'.repeat(43) });
    await expect(desk.pair({ ...aDesk, secret })).rejects.toMatchObject({ problem: 'CERTIFICATE_CHANGED' });
    expect(desk.fingerprint()).toBeNull();
  }
  expect(reasons(other)).toEqual([]);
  expect(other.visitors.list()).toEqual([]);
});

test('[EV43] a hub that is not there is told from one with another certificate', async () => {
  const hub = await hubOf();
  await hub.close();
  await expect(call(hub).pair({ ...aDesk, secret: 'X' })).rejects.toMatchObject({ problem: 'UNREACHABLE' });
  await expect(call(hub, { token: 'x'.repeat(43) }).exchange(nothing)).rejects.toMatchObject({
    problem: 'UNREACHABLE',
  });
});

test('[EV44] a secret lets one desk in, once, for a quarter of an hour, and only the kind it was made for', async () => {
  const hub = await hubOf();
  const { secret } = hub.visitors.invitation('DESK');
  await call(hub).pair({ ...aDesk, secret });
  await expect(call(hub).pair({ ...aDesk, secret })).rejects.toMatchObject({ problem: 'SECRET_USED' });
  const forStewards = hub.visitors.invitation('STEWARD').secret;
  await expect(call(hub).pair({ ...aDesk, secret: forStewards })).rejects.toMatchObject({
    problem: 'SECRET_WRONG',
  });
  const old = hub.visitors.invitation('DESK').secret;
  hub.wait(15 * minuteMs);
  await expect(call(hub).pair({ ...aDesk, secret: old })).rejects.toMatchObject({ problem: 'SECRET_WRONG' });
  expect(hub.visitors.invitation('DESK').secret).not.toBe(old);
  expect(reasons(hub).sort()).toEqual(['SECRET_USED', 'SECRET_WRONG']);
  expect(hub.visitors.list()).toHaveLength(1);
});

test('[EV44] who guesses is made to wait, also with the right secret; a new code lets the next try at once', async () => {
  const hub = await hubOf();
  const guess = call(hub);
  for (let tries = 0; tries < 10; tries += 1) {
    await expect(guess.pair({ ...aDesk, secret: `WRONG00${tries}` })).rejects.toMatchObject({
      problem: 'SECRET_WRONG',
    });
  }
  const { secret } = hub.visitors.invitation('DESK');
  await expect(guess.pair({ ...aDesk, secret })).rejects.toMatchObject({ problem: 'PAIRING_PAUSED' });
  expect(hub.refusals.list()).toMatchObject([
    { from: '127.0.0.1', reason: 'PAIRING_PAUSED', count: 1 },
    { from: '127.0.0.1', reason: 'SECRET_WRONG', count: 10 },
  ]);
  const renewed = hub.visitors.renew('DESK');
  await expect(guess.pair({ ...aDesk, secret })).rejects.toMatchObject({ problem: 'SECRET_WRONG' });
  await guess.pair({ ...aDesk, secret: renewed.secret });
});

test('[EV45] a session the host ended is over at once; others stay', async () => {
  const hub = await hubOf();
  const [one, two] = [await joined(hub), await joined(hub)];
  const [first] = hub.visitors.list();
  hub.visitors.end(first?.sessionId ?? '');
  await expect(one.exchange(nothing)).rejects.toMatchObject({ problem: 'ENDED' });
  await two.exchange(nothing);
  await two.leave();
  await expect(two.exchange(nothing)).rejects.toMatchObject({ problem: 'ENDED' });
});

test('[EV45] all sessions end with the event, and nobody pairs any more', async () => {
  const hub = await hubOf({ endsInMs: hourMs });
  const desk = await joined(hub);
  const { secret } = hub.visitors.invitation('DESK');
  await desk.exchange(nothing);
  hub.wait(hourMs);
  await expect(desk.exchange(nothing)).rejects.toMatchObject({ problem: 'ENDED' });
  await expect(call(hub).pair({ ...aDesk, secret })).rejects.toMatchObject({ problem: 'SESSION_ENDED' });
});

test('[EV46] a hub that was started again on its port is found by its desks without a new code', async () => {
  const hub = await hubOf();
  const desk = await joined(hub);
  await desk.exchange(nothing);
  const again = await hub.restart();
  ends.push(again.close);
  expect(again.port).toBe(hub.port);
  await desk.exchange(nothing);
  again.visitors.end(again.visitors.list()[0]?.sessionId ?? '');
  const last = await again.restart();
  ends.push(last.close);
  await expect(desk.exchange(nothing)).rejects.toMatchObject({ problem: 'ENDED' });
});

test('[EV47] a desk that asks without end is slowed down, and the host sees it', async () => {
  const hub = await hubOf();
  const desk = await joined(hub);
  const answers = await Promise.allSettled(Array.from({ length: 120 }, () => desk.exchange(nothing)));
  expect(answers.filter(({ status }) => status === 'rejected').length).toBe(40);
  expect(reasons(hub)).toEqual(['TOO_MANY']);
  hub.wait(minuteMs);
  await desk.exchange(nothing);
});

test('[EV43] what a hub keeps of a session is not enough to pose as its desk', async () => {
  const hub = await hubOf();
  await joined(hub);
  const kept = JSON.stringify(hub.kept());
  const { tokenHash } = hub.kept()[0] ?? { tokenHash: '' };
  await expect(call(hub, { token: tokenHash }).exchange(nothing)).rejects.toMatchObject({ problem: 'ENDED' });
  expect(kept).not.toContain(hub.identity.key);
});

test('[EV43] two certificates are never the same', async () => {
  const [one, two] = [await makeIdentity(), await makeIdentity()];
  expect(one.fingerprint).not.toBe(two.fingerprint);
  expect(one.fingerprint).toMatch(/^[\da-f]{64}$/);
});
