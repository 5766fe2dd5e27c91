import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createLive } from '#central/http/live.ts';
import { liveReads } from '#central/http/live-reads.ts';
import { centralOfFile, startTestCentral, type TestDevice } from '#test/support/central-server.ts';
import { createClient, mutationOf, noteData, pushAll } from '#test/support/wire.ts';

const central = centralOfFile();
const open: WebSocket[] = [];
afterAll(() => open.forEach((socket) => socket.terminate()));

/** A device listening: the numbers it heard, and a promise of the next one that reaches `seq`. */
interface Listener {
  readonly socket: WebSocket;
  readonly heard: number[];
  readonly hears: (seq: number) => Promise<void>;
  readonly closed: Promise<number>;
}

function connect(url: string, headers: Record<string, string>): WebSocket {
  return new WebSocket(`${url.replace('http', 'ws')}/v1/sync/live`, { headers });
}

async function listen(device: TestDevice, url = central.url): Promise<Listener> {
  const socket = connect(url, { authorization: `Bearer ${device.token}`, 'x-zhike-protocol': '2' });
  const heard: number[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data) => {
    heard.push((JSON.parse(String(data)) as { seq: number }).seq);
    waiting.forEach((check) => check());
  });
  const closed = once(socket, 'close').then(([code]) => code as number);
  const hears = (seq: number): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => void (Math.max(...heard) >= seq && resolve());
      waiting.add(check);
      check();
    });
  await once(socket, 'open');
  open.push(socket);
  await hears(0);
  return { socket, heard, hears, closed };
}

/** Resolves with the status of the refusal and the code in its body. */
async function refusal(headers: Record<string, string>, url = central.url): Promise<[number, string]> {
  const socket = connect(url, headers);
  const [, response] = (await once(socket, 'unexpected-response')) as [
    unknown,
    { statusCode: number } & AsyncIterable<Buffer>,
  ];
  let body = '';
  for await (const part of response) body += String(part);
  return [response.statusCode, (JSON.parse(body) as { code: string }).code];
}

test('[CE50] a device hears where its branch stands when it connects, and of every commit that concerns it', async () => {
  const [mine, other] = await central.branchWith('甲', '乙');
  const before = await createClient(mine as TestDevice);
  const [a, b] = [await listen(mine as TestDevice), await listen(other as TestDevice)];
  expect(Math.max(...a.heard)).toBeGreaterThanOrEqual(before.seq);
  const heardBefore = b.heard.length;
  const client = await createClient(mine as TestDevice);
  await a.hears(client.seq);
  const published = await central.createManager((mine as TestDevice).tenantId, '丙');
  expect(published).toBeTruthy();
  await b.hears(client.seq + 1);
  expect(b.heard.slice(heardBefore)).not.toContain(client.seq);
});

test('[CE50] both managers of a client that moves are told', async () => {
  const [from, to] = (await central.branchWith('甲', '乙')) as [TestDevice, TestDevice];
  const client = await createClient(from);
  const [a, b] = [await listen(from), await listen(to)];
  const { seq } = await central.admin.assign({
    tenantId: from.tenantId,
    clientIds: [client.id],
    toManagerId: to.managerId,
  });
  await Promise.all([b.hears(seq), a.hears(seq - 1)]);
  expect(a.heard).not.toContain(seq);
});

test('[CE50] many commits are told in few words, the last one always', async () => {
  const [device] = (await central.branchWith('甲')) as [TestDevice];
  const client = await createClient(device);
  const { heard, hears } = await listen(device);
  let last = 0;
  const started = Date.now();
  for (let index = 0; index < 60; index++) {
    const note = mutationOf({ entity: 'note', patch: noteData(client.id, device.managerId) });
    const [result] = await pushAll(device, note);
    last = result?.row?.seq ?? 0;
  }
  const windows = Math.ceil((Date.now() - started) / 50);
  await hears(last);
  expect(heard.length).toBeLessThanOrEqual(windows + 3);
  expect(heard).toEqual(heard.toSorted((x, y) => x - y));
});

test('[CE50] commits of another process on the same database are heard too', async () => {
  const [device] = (await central.branchWith('甲')) as [TestDevice];
  const { heard, hears } = await listen(device);
  const { seq } = (
    await central.pool.query<{ seq: number }>(
      'UPDATE partition SET seq = seq + 1 WHERE tenant_id = $1 RETURNING seq',
      [device.tenantId],
    )
  ).rows[0] as { seq: number };
  await central.pool.query(
    `INSERT INTO access_log (tenant_id, manager_id, seq, scope, kind) VALUES ($1, $2, $3, 'client:x', 'lost')`,
    [device.tenantId, device.managerId, seq],
  );
  await hears(seq);
  expect(heard.at(-1)).toBe(seq);
});

test('[CE51] whoever may not listen is told why before the socket opens', async () => {
  const [device, lost] = (await central.branchWith('甲', '乙')) as [TestDevice, TestDevice];
  const authorization = `Bearer ${device.token}`;
  expect(await refusal({})).toEqual([401, 'UNAUTHORIZED']);
  expect(await refusal({ authorization: `${authorization}x` })).toEqual([401, 'UNAUTHORIZED']);
  expect(await refusal({ authorization, origin: 'https://example.com' })).toEqual([403, 'FORBIDDEN']);
  expect(await refusal({ authorization, 'x-zhike-protocol': '1' })).toEqual([426, 'PROTOCOL_MISMATCH']);
  await central.admin.revokeDevice({ tenantId: lost.tenantId, deviceId: lost.deviceId });
  const [status] = await refusal({ authorization: `Bearer ${lost.token}` });
  expect([401, 403]).toContain(status);
});

test('[CE51] revoking a device closes its socket at once, and nobody else’s', async () => {
  const [kept, lost] = (await central.branchWith('甲', '乙')) as [TestDevice, TestDevice];
  const [a, b] = [await listen(kept), await listen(lost)];
  await central.admin.revokeDevice({ tenantId: lost.tenantId, deviceId: lost.deviceId });
  expect(await b.closed).toBe(4003);
  const client = await createClient(kept);
  await a.hears(client.seq);
});

test('[CE51] a newer socket of a device takes the place of the older', async () => {
  const [device] = (await central.branchWith('甲')) as [TestDevice];
  const older = await listen(device);
  const newer = await listen(device);
  expect(await older.closed).toBe(4001);
  const client = await createClient(device);
  await newer.hears(client.seq);
  expect(older.heard).not.toContain(client.seq);
});

test('[CE51] a device that talks, or sends much, is cut off', async () => {
  const [one, two] = (await central.branchWith('甲', '乙')) as [TestDevice, TestDevice];
  const [a, b] = [await listen(one), await listen(two)];
  a.socket.send('hello');
  expect(await a.closed).toBe(1008);
  b.socket.send('x'.repeat(2000));
  expect(await b.closed).toBe(1009);
});

test('[CE51] a centre that stops says goodbye to every socket', async () => {
  const own = await startTestCentral();
  const [device] = (await own.branchWith('甲')) as [TestDevice];
  const { closed } = await listen(device, own.url);
  await own.close();
  expect(await closed).toBe(1001);
});

test('[CE51] a request that offers another protocol is answered as plain HTTP', async () => {
  const status = await new Promise((resolve, reject) => {
    const headers = { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAMAAABk' };
    request(`${central.url}/v1/info`, { headers }, (answer) => resolve(answer.statusCode))
      .on('error', reject)
      .end();
  });
  expect(status).toBe(200);
});

test('[CE51] a device that another process revoked loses its socket with the next ping', async () => {
  const [device] = (await central.branchWith('甲')) as [TestDevice];
  const server = createServer();
  const { tenantId, managerId, deviceId } = device;
  const live = createLive({
    reads: liveReads(central.pool),
    authenticate: async () => ({ tenantId, managerId, deviceId, counter: { seq: 0 } }),
    onError: (error) => expect.unreachable(error.message),
    pingMs: 20,
  });
  live.attach(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { closed } = await listen(device, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  expect(live.count()).toBe(1);
  await central.pool.query('UPDATE device SET revoked_at = 1 WHERE device_id = $1', [deviceId]);
  expect(await closed).toBe(4003);
  await live.close();
  server.close();
});
