import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeTicketCode } from '#core/events/ticket.ts';
import { seededRandom } from '#core/base/ids.ts';
import { venuePaths } from '#core/venue/wire.ts';
import { sql } from '#db/handles.ts';
import { askAt, closeAsking, type Got } from '#test/support/venue-ask.ts';
import { openStewardHub, type StewardHubWorld } from '#test/renderer/steward/hub-world.ts';

/** A device on the hotel's LAN against a real hub over a real store: what it asks, what it gets, what the host sees of it. */
let hub: StewardHubWorld;
let origin: string;
let port: number;
let guestId: string;
const answers: string[] = [];
const code = makeTicketCode(seededRandom(1));
const personal = ['小明', '88887766', 'client-7', '老客户', code];

beforeAll(async () => {
  hub = await openStewardHub({ title: '秋季财富沙龙' });
  ({ origin } = new URL(hub.link()));
  port = Number(new URL(origin).port);
  guestId = hub.addGuest({ name: '王小明', phone: '+8616088887766', clientId: 'client-7', ticketCode: code });
});
afterAll(async () => {
  closeAsking();
  await hub.close();
});

async function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Got> {
  const page = { origin, 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' };
  const got = await askAt(port, { path, headers: { ...page, ...headers }, body: JSON.stringify(body) });
  answers.push(got.text);
  return got;
}

async function pairWith(secret: string): Promise<string> {
  const paired = await post(venuePaths.pair, { kind: 'STEWARD', name: '小陈', secret });
  return paired.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

const secretNow = (): string => new URL(hub.link()).hash.slice(1);
const codeOf = ({ text }: Got): unknown => (JSON.parse(text) as { code?: unknown }).code;
const exchange = (entries: unknown[] = []) => ({ eventId: hub.eventId, hubId: null, since: 0, entries });

test('[EV44] [EV49] a photographed code that was used, a guessed one and a stolen cookie get nothing', async () => {
  const secret = secretNow();
  const cookie = await pairWith(secret);
  expect(cookie).not.toBe('');
  expect(codeOf(await post(venuePaths.pair, { kind: 'STEWARD', name: 'x', secret }))).toBe('SECRET_USED');
  expect(await pairWith('WRONG234')).toBe('');
  // The host ends the session; whoever copied the cookie or recorded the call says it again.
  expect((await post(venuePaths.exchange, exchange(), { cookie })).status).toBe(200);
  hub.endSessions();
  for (const path of [venuePaths.exchange, venuePaths.roster, venuePaths.leave])
    expect(codeOf(await post(path, exchange(), { cookie }))).toBe('SESSION_ENDED');
});

test('[EV47] [EV80] a helper’s session copies the masked list a few times, then nothing, and never whole names', async () => {
  const cookie = await pairWith(secretNow());
  const codes = [];
  for (let times = 0; times < 15; times += 1)
    codes.push((await post(venuePaths.roster, {}, { cookie })).status);
  expect(codes.filter((status) => status === 200).length).toBeLessThanOrEqual(12);
  expect(codes.at(-1)).toBe(429);
  expect((await post(venuePaths.exchange, { ...exchange(), eventId: 'other' }, { cookie })).status).toBe(403);
});

test('[EV48] [EV57] what a helper’s session says beyond its rights is refused, entry by entry, and is not in the store', async () => {
  const cookie = await pairWith(secretNow());
  const author = { deviceId: 'another-desk', deskName: '前台' };
  const fact = {
    eventId: hub.eventId,
    guestId,
    kind: 'IN',
    answers: null,
    at: Date.now(),
    desk: '小陈',
    managerId: hub.station.me.managerId,
    method: 'SCAN',
    overrideReason: null,
  };
  const wrong = [
    { overrideReason: '老客户' },
    { method: 'WALK_IN' },
    { managerId: 'stranger' },
    { eventId: 'other' },
  ];
  const entries = [{}, ...wrong].map((changed, place) => ({
    entity: 'checkIn',
    id: `hostile-${place}`,
    data: { ...fact, ...changed },
    author,
  }));
  const got = await post(venuePaths.exchange, exchange(entries), { cookie });
  expect(JSON.parse(got.text)).toMatchObject({
    acknowledged: ['hostile-0'],
    refused: ['hostile-1', 'hostile-2', 'hostile-3', 'hostile-4'],
  });
  expect(hub.facts().map(({ id }) => id)).toEqual(['hostile-0']);
  // Whose it is says the session, not the message.
  const noted = sql<{ desk_name: string; device_id: string }>(
    hub.station.db,
    "SELECT desk_name, device_id FROM venue_entry WHERE row_id = 'hostile-0'",
  ).get();
  expect(noted?.desk_name).toBe('小陈');
  expect(noted?.device_id).not.toBe('another-desk');
});

test('[EV44] [EV49] who goes on guessing is made to wait, with the right code too; every refusal is on the host’s list, no answer held a person', async () => {
  const codes = [];
  for (let tries = 0; tries < 12; tries += 1)
    codes.push(codeOf(await post(venuePaths.pair, { kind: 'STEWARD', name: 'x', secret: `WRONG${tries}` })));
  expect(codes.at(-1)).toBe('PAIRING_PAUSED');
  expect(await pairWith(secretNow())).toBe('');
  expect([...new Set(hub.refused())].sort()).toEqual([
    'NOT_ALLOWED',
    'PAIRING_PAUSED',
    'SECRET_USED',
    'SECRET_WRONG',
    'SESSION_ENDED',
    'TOO_MANY',
  ]);
  for (const word of personal) expect(answers.join('')).not.toContain(word);
});
