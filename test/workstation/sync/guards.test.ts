import { ORPCError } from '@orpc/client';
import { beforeEach, expect, test } from 'vitest';
import { sql } from '#db/handles.ts';
import { readRow } from '#db/rows.ts';
import { testClock, testIds } from '#test/support/clock.ts';
import { testDevice, type TestDevice } from '#test/support/device.ts';
import { fakeCentral, type FakeCentral } from '#test/support/fake-central.ts';
import { testManagerId } from '#test/support/rows.ts';
import { clientData, noteData } from '#test/support/wire.ts';

const a = '01940000-0000-7000-8000-0000000000aa';
const newId = testIds(22);
const dayMs = 86_400_000;
let central: FakeCentral;
let device: TestDevice;

beforeEach(async () => {
  central = fakeCentral(testClock().now);
  central.put('client', a, clientData({ ownerManagerId: testManagerId }));
  device = testDevice(central.connect);
  await device.sync.syncNow();
});

test('[SY12] a clock set back by more than a day since the last contact stops sync, even where the centre agrees', async () => {
  const earlier = device.station.clock() - dayMs - 60_000;
  device.station.testClock.set(earlier);
  central.state.now = () => earlier;
  device.patch('client', a, { city: '上海' });
  central.calls.length = 0;
  await device.sync.syncNow();
  expect(device.sync.status()).toMatchObject({ phase: 'blocked', problem: 'CLOCK_WRONG', pending: 1 });
  expect(central.calls).toEqual([]);
  device.station.testClock.advance(120_000);
  await device.sync.syncNow();
  expect(device.sync.status()).toMatchObject({ phase: 'synced', pending: 0 });
});

test.each([
  ['a page in place of an answer', async () => '<html>Sign in</html>'],
  [
    'a page with a refusal',
    async () => {
      throw new ORPCError('FORBIDDEN', { status: 403, data: { headers: {}, body: '<html>' } });
    },
  ],
  [
    'a network that wants a sign-in (511)',
    async () => {
      throw new ORPCError('MALFORMED_ORPC_ERROR_RESPONSE', { status: 511, data: { headers: {}, body: '' } });
    },
  ],
])('[SY28] %s is told from a centre that is away', async (_what, answer) => {
  central.around = async (name, own) => (name === 'info' ? answer() : own());
  device.patch('client', a, { city: '上海' });
  await device.sync.syncNow();
  expect(device.sync.status()).toMatchObject({ phase: 'offline', problem: 'CAPTIVE', pending: 1 });
  central.around = async (_name, own) => own();
  await device.sync.syncNow();
  expect(device.sync.status()).toMatchObject({ phase: 'synced', problem: null, pending: 0 });
});

test('[SY28] a centre that is in trouble is not taken for a sign-in page', async () => {
  central.around = async () => {
    throw new ORPCError('BAD_GATEWAY', { status: 502, data: { headers: {}, body: '<html>' } });
  };
  device.patch('client', a, { city: '上海' });
  await device.sync.syncNow();
  expect(device.sync.status()).toMatchObject({ phase: 'offline', problem: 'SERVER_ERROR' });
});

test('[SY10] a client that left and came back in one page leaves nothing behind that was deleted in between', async () => {
  const [kept, deleted] = [newId(), newId()];
  for (const id of [kept, deleted]) central.put('note', id, noteData(a, testManagerId));
  await device.sync.syncNow();
  central.assign(`client:${a}`, 'somebody');
  central.rows.delete(`note/${deleted}`);
  central.assign(`client:${a}`, testManagerId);
  device.patch('client', a, { city: '上海' });
  const mine = newId();
  device.create('note', mine, noteData(a, testManagerId, '离线写的'));
  await device.sync.syncNow();
  const here = [kept, deleted, mine].map((id) => readRow(device.db, 'note', id) !== null);
  expect([here, readRow(device.db, 'client', a)?.data.city]).toEqual([[true, false, true], '上海']);
  expect((await device.sync.prove()).isEqual).toBe(true);
});

test('[SY5] a withdrawal made elsewhere is pulled before a queue can be drawn anew: the page and what is derived are one', async () => {
  const consent = { clientId: a, channel: null, purpose: null, evidence: '电话', recordedBy: testManagerId };
  central.put('consent', newId(), {
    ...consent,
    given: false,
    recordedAt: device.station.clock(),
    expiresAt: null,
  });
  const seen: unknown[] = [];
  const isBlocked = () =>
    sql<{ n: number }>(device.db, 'SELECT is_blocked AS n FROM client_summary WHERE client_id = ?').get(a)?.n;
  const facts = () => sql<{ n: number }>(device.db, 'SELECT count(*) AS n FROM consent').get()?.n;
  device.station.live.subscribe(
    'signal',
    ({ kind }) => void (kind === 'rows' && seen.push([facts(), isBlocked()])),
  );
  await device.sync.syncNow();
  expect(seen).toEqual([[1, 1]]);
});

test('[SY5] of what waits, a withdrawal goes up in the first push, and before anything is pulled', async () => {
  for (let count = 0; count < 600; count += 1) device.create('note', newId(), noteData(a, testManagerId));
  const consent = { clientId: a, channel: null, purpose: null, evidence: '电话', recordedBy: testManagerId };
  device.create('consent', newId(), {
    ...consent,
    given: false,
    recordedAt: 1_790_000_000_000,
    expiresAt: null,
  });
  const order: string[] = [];
  central.around = async (name, answer, input) => {
    const { mutations = [] } = input as { mutations?: { entity: string }[] };
    order.push(mutations.some(({ entity }) => entity === 'consent') ? 'withdrawal' : name);
    return answer();
  };
  await device.sync.syncNow();
  expect(order.filter((one) => ['withdrawal', 'pull'].includes(one))).toEqual(['withdrawal', 'pull']);
});
