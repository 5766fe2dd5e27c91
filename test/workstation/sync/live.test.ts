import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import type { LineEvents } from '#workstation/sync/live-line.ts';
import { openLiveSocket } from '#workstation/sync/live-socket.ts';
import { testClock, testIds } from '#test/support/clock.ts';
import { testDevice, type TestDevice } from '#test/support/device.ts';
import { fakeCentral, type FakeCentral } from '#test/support/fake-central.ts';
import { manualTimers } from '#test/support/manual-timers.ts';
import { testManagerId } from '#test/support/rows.ts';
import { clientData } from '#test/support/wire.ts';

const newId = testIds(33);
let central: FakeCentral;
let device: TestDevice;
/** The lines opened so far, newest last; what the centre does on them is up to the test. */
let lines: (LineEvents & { isClosed: boolean })[];

beforeEach(async () => {
  central = fakeCentral(testClock().now);
  lines = [];
  device = testDevice(central.connect, {
    openLine: (events) => {
      const line = { ...events, isClosed: false };
      lines.push(line);
      return () => void (line.isClosed = true);
    },
  });
});

const next = () => Math.max(...device.timers.pending());
const soon = () => device.timers.pending().filter((ms) => ms === 200).length;
const pulls = () => central.calls.filter((call) => call === 'pull').length;
const connected = async () => {
  await device.sync.syncNow();
  lines.at(-1)?.onOpen();
};
/** Lets a round that a timer began come to its end. */
const settled = () => device.sync.status().phase === 'synced' && device.sync.prove();

test('[SY26] with a line the centre is asked every quarter of an hour, without one every half minute', async () => {
  await device.sync.syncNow();
  expect([device.sync.status().isLive, next()]).toEqual([false, 30_000]);
  lines[0]?.onOpen();
  expect([device.sync.status().isLive, next()]).toEqual([true, 15 * 60_000]);
  lines[0]?.onClose();
  expect([device.sync.status().isLive, next()]).toEqual([false, 30_000]);
});

test('[SY26] a poke starts one round soon, many pokes no more than one; what is here already starts none', async () => {
  await connected();
  const before = pulls();
  const soonBefore = soon();
  central.put('client', newId(), clientData({ ownerManagerId: testManagerId }));
  for (let seq = 1; seq <= central.state.seq; seq += 1) lines[0]?.onNews(seq);
  expect(soon()).toBe(soonBefore + 1);
  device.timers.fire();
  await settled();
  expect(pulls()).toBeLessThanOrEqual(before + 2);
  const soonAfter = soon();
  lines[0]?.onNews(central.state.seq);
  expect(soon()).toBe(soonAfter);
});

test('[SY26] a poke that comes during a round is not lost', async () => {
  await connected();
  central.around = async (name, answer) => {
    const result = answer();
    if (name === 'pull') {
      central.around = async (_name, then) => then();
      central.put('client', newId(), clientData({ ownerManagerId: testManagerId }));
      lines[0]?.onNews(central.state.seq);
    }
    return result;
  };
  await device.sync.syncNow();
  expect(next()).toBe(200);
});

test('[SY26] a fallen line is opened again, ever more rarely up to a minute, and at once slow again after success', async () => {
  await device.sync.syncNow();
  const delays: number[] = [];
  for (let count = 0; count < 9; count += 1) {
    lines.at(-1)?.onClose();
    const [delay = 0] = device.timers.pending().filter((ms) => ms !== 30_000 && ms !== 200);
    delays.push(delay);
    device.timers.fire();
    await device.sync.syncNow();
  }
  expect(delays).toEqual([750, 1500, 3000, 6000, 12_000, 24_000, 45_000, 45_000, 45_000]);
  expect(lines).toHaveLength(10);
});

test('[SY26] a word of a line that is closed already is not taken for one of the present line', async () => {
  await connected();
  lines[0]?.onClose();
  device.timers.fire();
  await device.sync.syncNow();
  lines[1]?.onOpen();
  lines[0]?.onClose();
  expect(device.sync.status().isLive).toBe(true);
});

test('[SY27] saving data: no line, a look every quarter of an hour, uploads at once; kept over a restart', async () => {
  await connected();
  device.sync.setMetered(true);
  expect([lines[0]?.isClosed, device.sync.status()]).toMatchObject([
    true,
    { isMetered: true, isLive: false },
  ]);
  await device.sync.syncNow();
  expect([lines.length, next()]).toEqual([1, 15 * 60_000]);
  const id = newId();
  device.create('client', id, clientData({ ownerManagerId: testManagerId }));
  device.timers.fire();
  await device.sync.syncNow();
  expect(central.rows.has(`client/${id}`)).toBe(true);
  await device.sync.stop();
  const again = testDevice(central.connect, { db: device.db, space: 3 });
  expect(again.sync.status().isMetered).toBe(true);
  again.sync.setMetered(false);
  expect(again.sync.status().isMetered).toBe(false);
});

test('[SY26] stopped, the line is closed and nothing is opened any more', async () => {
  await connected();
  await device.sync.stop();
  lines[0]?.onClose();
  device.timers.fire();
  expect([lines.length, lines[0]?.isClosed]).toEqual([1, true]);
});

let server: WebSocketServer | null = null;
afterEach(() => server?.close());

test('[SY26] the real line carries token and protocol, hears news, answers pings, and gives up a silent centre', async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const timers = manualTimers();
  const heard: unknown[] = [];
  let closed: () => void = () => {};
  const end = new Promise<void>((resolve) => (closed = resolve));
  const arrived = once(server, 'connection') as Promise<
    [WebSocket, { url: string; headers: Record<string, string> }]
  >;
  const news = new Promise<void>((resolve) =>
    openLiveSocket(
      { url, token: 'secret', timers },
      {
        onOpen: () => heard.push('open'),
        onNews: (seq) => {
          heard.push(seq);
          resolve();
        },
        onClose: closed,
      },
    ),
  );
  const [socket, request] = await arrived;
  expect([request.url, request.headers['authorization'], request.headers['x-zhike-protocol']]).toEqual([
    '/v1/sync/live',
    'Bearer secret',
    '2',
  ]);
  socket.ping();
  await once(socket, 'pong');
  for (const text of ['garbage', '{"seq":"x"}', '{"seq":7}']) socket.send(text);
  await news;
  expect(heard).toEqual(['open', 7]);
  expect(timers.fire()).toEqual([75_000]);
  await end;
});

test('[SY26] a centre that is not there closes the line, and nothing is thrown', async () => {
  const timers = manualTimers();
  await new Promise<void>((resolve) =>
    openLiveSocket(
      { url: 'http://127.0.0.1:1', token: 't', timers },
      { onOpen: () => {}, onNews: () => {}, onClose: resolve },
    ),
  );
  expect(timers.pending()).toEqual([]);
});
