import { connect as connectTcp } from 'node:net';
import { connect } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { maxVenueBodyBytes, venuePaths } from '#core/venue/wire.ts';
import { askAt, closeAsking, type Got } from '#test/support/venue-ask.ts';
import { openTestHub, venueEventId, type TestHub } from '#test/support/venue.ts';

let hub: TestHub;
let origin: string;
beforeAll(async () => {
  hub = await openTestHub();
  origin = `https://127.0.0.1:${hub.port}`;
});
afterAll(async () => {
  closeAsking();
  await hub.close();
});

/** Asks as written, as a browser or a hostile device may. */
const ask = (path: string, headers: Record<string, string> = {}, body?: string): Promise<Got> =>
  askAt(hub.port, { path, headers, body });

function asPage(cookie = ''): Record<string, string> {
  return { origin, 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', cookie };
}

async function helper(): Promise<string> {
  const { secret } = hub.visitors.invitation('STEWARD');
  const body = JSON.stringify({ kind: 'STEWARD', name: '小王', secret });
  const paired = await ask(venuePaths.pair, asPage(), body);
  expect(paired.status).toBe(200);
  return paired.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

function refusedFor(reason: string): number {
  return hub.refusals.list().find((refusal) => refusal.reason === reason)?.count ?? 0;
}

const nothing = JSON.stringify({ eventId: venueEventId, hubId: null, since: 0, entries: [], typed: 'ZK' });

test('[EV48] a helper’s session is a cookie that no script reads and no other page sends, until the event is over', async () => {
  const { secret } = hub.visitors.invitation('STEWARD');
  const body = JSON.stringify({ kind: 'STEWARD', name: '小王', secret });
  const paired = await ask(venuePaths.pair, asPage(), body);
  expect(paired.headers['set-cookie']?.[0]).toMatch(
    /^__Host-zhike-steward=[\w-]{43}; HttpOnly; Secure; SameSite=Strict; Path=\/; Max-Age=4\d{4}$/,
  );
  expect(JSON.parse(paired.text)).toMatchObject({ token: null, eventId: venueEventId });
});

test('[EV48] a helper reads the masked roster and offers entries, and reaches nothing else', async () => {
  const cookie = await helper();
  expect(JSON.parse((await ask(venuePaths.roster, asPage(cookie), '{}')).text)).toMatchObject({ guests: [] });
  expect((await ask(venuePaths.exchange, asPage(cookie), nothing)).status).toBe(200);
  for (const path of ['/rpc', '/venue/close', '/clients/search', '/venue/'])
    expect((await ask(path, asPage(cookie), '{}')).status).toBe(403);
  for (const path of ['/', '/index.html', '/steward/../index.html', '/steward/%2e%2e/index.html', '/open'])
    expect((await ask(path)).status).toBe(403);
});

test('[EV48] a helper’s cookie is no desk’s token, and the other way round', async () => {
  const token = (await helper()).split('=')[1] ?? '';
  const asDesk = await ask(
    venuePaths.exchange,
    { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    nothing,
  );
  expect(JSON.parse(asDesk.text)).toEqual({ code: 'NOT_ALLOWED' });
  const { secret } = hub.visitors.invitation('DESK');
  const posing = JSON.stringify({ kind: 'DESK', name: 'x', secret });
  expect(JSON.parse((await ask(venuePaths.pair, asPage(), posing)).text)).toEqual({ code: 'NOT_ALLOWED' });
});

test('[EV47] a roster that is read again and again is no longer given', async () => {
  const cookie = await helper();
  const codes: number[] = [];
  for (let times = 0; times < 13; times += 1) {
    codes.push((await ask(venuePaths.roster, asPage(cookie), '{}')).status);
  }
  expect(codes).toEqual([...Array<number>(10).fill(200), 429, 429, 429]);
  expect(refusedFor('TOO_MANY')).toBeGreaterThanOrEqual(3);
});

test('[EV53] a helper may ask of a code now and then, and cannot try seals out; a desk may not ask at all', async () => {
  const cookie = await helper();
  const codes: number[] = [];
  const body = JSON.stringify({ typed: 'ZS0123456789ABCD' });
  for (let times = 0; times < 22; times += 1)
    codes.push((await ask(venuePaths.vouch, asPage(cookie), body)).status);
  expect(codes).toEqual([...Array<number>(20).fill(200), 429, 429]);
  expect((await ask(venuePaths.vouch, asPage(await helper()), '{"typed":""}')).status).toBe(400);
  const { secret } = hub.visitors.invitation('DESK');
  const paired = hub.visitors.pair({ kind: 'DESK', name: 'x', secret, deviceId: null }, '127.0.0.1');
  const token = paired.ok ? paired.value.token : '';
  const asDesk = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  for (const path of [venuePaths.vouch, venuePaths.roster])
    expect(JSON.parse((await ask(path, asDesk, body)).text)).toEqual({ code: 'NOT_ALLOWED' });
});

test('[EV49] without a session there is nothing to be had', async () => {
  for (const path of [venuePaths.roster, venuePaths.exchange, venuePaths.vouch, venuePaths.leave]) {
    expect((await ask(path, asPage(), '{}')).status).toBe(401);
    expect((await ask(path, asPage(`__Host-zhike-steward=${'a'.repeat(43)}`), nothing)).status).toBe(401);
  }
});

test('[EV49] a name that was pointed at the hub, another port and another page’s call are refused', async () => {
  const cookie = await helper();
  for (const host of [
    'evil.example',
    `evil.example:${hub.port}`,
    `127.0.0.1:${hub.port + 1}`,
    `[::zz]:${hub.port}`,
  ])
    expect(JSON.parse((await ask('/steward/', { host })).text)).toEqual({ code: 'FOREIGN_HOST' });
  const foreign: Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' },
  ];
  for (const headers of foreign) {
    const answer = await ask(venuePaths.exchange, { ...asPage(cookie), ...headers }, nothing);
    expect(JSON.parse(answer.text)).toEqual({ code: 'FOREIGN_ORIGIN' });
  }
  // A cookie without an origin is no call of the page.
  const { origin: _origin, ...silent } = asPage(cookie);
  expect((await ask(venuePaths.exchange, silent, nothing)).status).toBe(401);
  expect(refusedFor('FOREIGN_HOST')).toBe(4);
  expect(refusedFor('FOREIGN_ORIGIN')).toBe(3);
});

test('[EV47] bodies that are too large, no JSON or of another shape are refused', async () => {
  const cookie = await helper();
  const large = await ask(venuePaths.exchange, asPage(cookie), 'x'.repeat(maxVenueBodyBytes + 1)).catch(
    () => null,
  );
  expect([413, undefined]).toContain(large?.status);
  expect(refusedFor('TOO_LARGE')).toBe(1);
  expect((await ask(venuePaths.exchange, asPage(cookie), '{')).status).toBe(400);
  expect((await ask(venuePaths.exchange, asPage(cookie), '{"eventId":1}')).status).toBe(400);
  const plain = { ...asPage(cookie), 'content-type': 'text/plain' };
  expect((await ask(venuePaths.exchange, plain, nothing)).status).toBe(400);
});

test('[EV48] the page is held to itself, and its files are cached only where their name says what is in them', async () => {
  const page = await ask('/steward/');
  expect(page.text).toContain('签到员');
  expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  expect(page.headers['content-security-policy']).toContain("connect-src 'self'");
  expect(page.headers['cache-control']).toBe('no-store');
  expect(page.headers['x-frame-options']).toBe('DENY');
  expect((await ask('/steward/assets/main-abc.js')).headers['cache-control']).toContain('immutable');
  expect((await ask('/desk')).text).toContain('工作站');
});

test('[EV43] only TLS 1.3 is spoken, and a device that is too old for it is named', async () => {
  const old = await new Promise<string>((resolve) => {
    const socket = connect({
      host: '127.0.0.1',
      port: hub.port,
      maxVersion: 'TLSv1.2',
      rejectUnauthorized: false,
    });
    socket.on('error', (error: Error & { code?: string }) => resolve(error.code ?? ''));
    socket.on('secureConnect', () => resolve('connected'));
  });
  expect(old).toBe('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
  expect(refusedFor('OLD_TLS')).toBe(1);
});

test('[EV47] one address cannot take all connections', async () => {
  const sockets = Array.from({ length: 40 }, () => connectTcp({ host: '127.0.0.1', port: hub.port }));
  let ended = 0;
  await new Promise<void>((resolve) => {
    for (const socket of sockets) {
      socket.on('error', () => {});
      socket.on('close', () => (ended += 1) === 8 && resolve());
    }
  });
  expect(sockets.filter(({ destroyed }) => !destroyed).length).toBeLessThanOrEqual(32);
  for (const socket of sockets) socket.destroy();
  expect(refusedFor('FLOOD')).toBeGreaterThanOrEqual(8);
});
