import { createRouterClient } from '@orpc/server';
import { beforeEach, expect, test } from 'vitest';
import { listConflicts } from '#db/queries/sync.ts';
import { readRow } from '#db/rows.ts';
import type { Host } from '#workstation/host.ts';
import { router } from '#workstation/router.ts';
import { createLiveBus } from '#workstation/live/bus.ts';
import { testClock } from '#test/support/clock.ts';
import { testDevice, type TestDevice } from '#test/support/device.ts';
import { fakeCentral, type FakeCentral } from '#test/support/fake-central.ts';
import { clientData, noteData } from '#test/support/wire.ts';

const id = '01940000-0000-7000-8000-0000000000aa';
let central: FakeCentral;
let device: TestDevice;

beforeEach(async () => {
  central = fakeCentral(testClock().now);
  device = testDevice(central.connect);
  const { managerId } = device.station.me;
  central.put('manager', managerId, { name: '林若溪', branchName: '示例支行', isActive: true });
  central.put('client', id, clientData({ ownerManagerId: managerId, name: '赵测试' }));
  await device.sync.syncNow();
});

function api(isOpen = true) {
  const session = { station: device.station, sync: device.sync };
  const host = { live: createLiveBus(), open: () => (isOpen ? session : null) } as unknown as Host;
  return createRouterClient(router, { context: { host } }).sync;
}

test('[SY17] locked, the status says so and nothing else can be read', async () => {
  expect(await api(false).status()).toMatchObject({ phase: 'offline', problem: 'LOCKED', pending: 0 });
  await expect(api(false).waiting()).rejects.toMatchObject({ code: 'LOCKED' });
});

test('[SY8] what waits is listed in its order, with the command and whom it is about', async () => {
  device.patch('client', id, { city: '上海' });
  device.create('note', 'n1', noteData(id, device.station.me.managerId));
  expect(await api().waiting()).toMatchObject([
    {
      command: 'client.patch',
      about: '赵测试',
      scope: `client:${id}`,
      entity: 'client',
      rowId: id,
      fields: [{ field: 'city', value: '"上海"' }],
    },
    { command: 'note.create', about: '赵测试', entity: 'note' },
  ]);
  await api().now();
  expect([await api().waiting(), (await api().status()).pending]).toEqual([[], 0]);
});

test('[SY8] every change made here is listed with what became of it, and so is every row that was changed', async () => {
  device.patch('client', id, { city: '上海' });
  await api().now();
  device.create('note', 'n1', noteData(id, device.station.me.managerId));
  expect(await api().changes({})).toMatchObject([
    { command: 'note.create', state: 'waiting', answeredAt: null, scope: `client:${id}` },
    { command: 'client.patch', state: 'stored', fields: [{ field: 'city', value: '"上海"' }] },
  ]);
  const rows = ['client', 'note', 'tag'].map((entity) => ({ entity, id: entity === 'client' ? id : 'n1' }));
  expect(await api().statesOf({ rows })).toMatchObject([{ state: 'stored' }, { state: 'waiting' }]);
});

test('[SY7] what was refused is listed until it is acknowledged', async () => {
  device.create('note', 'n1', { ...noteData(id, device.station.me.managerId) });
  const taken = noteData(id, device.station.me.managerId, '别人的');
  central.put('note', 'n1', taken);
  await api().now();
  const [refused] = await api().refused();
  expect(refused).toMatchObject({ code: 'ID_TAKEN', about: '赵测试', command: 'note.create' });
  await api().acknowledge({ mids: [refused?.mid ?? ''] });
  expect([await api().refused(), (await api().status()).refused]).toEqual([[], 0]);
});

test('[SY16] a conflict shows both values and their authors; keeping what stands closes it without a change', async () => {
  const other = testDevice(central.connect, { space: 2 });
  await other.sync.syncNow();
  other.patch('client', id, { city: '广州' });
  await other.sync.syncNow();
  device.station.testClock.advance(1000);
  device.patch('client', id, { city: '上海' });
  await api().now();
  const [conflict] = await api().conflicts();
  expect(conflict).toMatchObject({
    winner: '"上海"',
    loser: '"广州"',
    winnerBy: '林若溪',
    loserBy: '林若溪',
    writtenHere: 'winner',
  });
  await api().decideConflict({ id: conflict?.id ?? '', take: 'winner' });
  expect(await api().conflicts()).toEqual([]);
  expect(await api().waiting()).toMatchObject([{ command: 'conflict.keep', entity: 'conflictDecision' }]);
  await expect(api().decideConflict({ id: 'none', take: 'loser' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});

test('[SY16] taking the other value can be taken back: the conflict is open again', async () => {
  const other = testDevice(central.connect, { space: 2 });
  await other.sync.syncNow();
  other.patch('client', id, { phone: '+8616012340001' });
  await other.sync.syncNow();
  device.station.testClock.advance(1000);
  device.patch('client', id, { phone: '+8616012340002' });
  await api().now();
  const [conflict] = await api().conflicts();
  expect(conflict).toMatchObject({ winner: '"160****0002"', loser: '"160****0001"', scope: `client:${id}` });
  await api().decideConflict({ id: conflict?.id ?? '', take: 'loser' });
  expect(readRow(device.station.db, 'client', id)?.data.phone).toBe('+8616012340001');
  await expect(api().undoDecision({ id: 'none' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  // The clock was set back in between: the later decision counts all the same.
  device.station.testClock.advance(-3_600_000);
  await api().undoDecision({ id: conflict?.id ?? '' });
  expect(readRow(device.station.db, 'client', id)?.data.phone).toBe('+8616012340002');
  expect(await api().conflicts()).toMatchObject([{ id: conflict?.id }]);
  await expect(api().undoDecision({ id: conflict?.id ?? '' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('[SY11] comparing needs the centre', async () => {
  expect(await api().prove()).toEqual({ isEqual: true, rows: 2, differing: [] });
  central.around = async () => {
    throw new TypeError('fetch failed');
  };
  await expect(api().prove()).rejects.toMatchObject({ code: 'OFFLINE' });
});

test('[SY13] agreeing to a removal lets it through, once', async () => {
  const ids = Array.from({ length: 60 }, (_, index) => `01940000-0000-7000-8000-0000000010${10 + index}`);
  const data = clientData({ ownerManagerId: device.station.me.managerId });
  for (const each of ids) central.put('client', each, data);
  await api().now();
  for (const each of ids) central.put('client', each, null);
  await api().now();
  expect((await api().status()).problem).toBe('MASS_REMOVAL');
  await api().allowRemoval();
  expect(await api().status()).toMatchObject({ phase: 'synced', problem: null });
  for (const each of ids) central.put('client', `${each}x`, data);
  await api().now();
  for (const each of ids) central.put('client', `${each}x`, null);
  await api().now();
  expect((await api().status()).problem).toBe('MASS_REMOVAL');
});

test('[SY8] every change says what became of it: waiting, stored, stored with a conflict, held, refused', async () => {
  const mine = device.station.me.managerId;
  const other = testDevice(central.connect, { space: 2 });
  await other.sync.syncNow();
  other.patch('client', id, { city: '广州' });
  await other.sync.syncNow();
  device.station.testClock.advance(1000);
  device.patch('client', id, { city: '上海' });
  central.put('note', 'n1', noteData(id, mine, '别人的'));
  device.create('note', 'n1', noteData(id, mine));
  device.create('note', 'n2', noteData(id, mine));
  await api().now();
  device.create('note', 'n3', noteData(id, mine));
  device.create('note', 'n4', noteData(id, mine));
  device.db.prepare("UPDATE outbox SET held_schema = 1 WHERE row_id = 'n4'").run();
  const rows = ['n1', 'n2', 'n3', 'n4', 'never'].map((note) => ({ entity: 'note', id: note }));
  expect(await api().statesOf({ rows: [{ entity: 'client', id }, ...rows] })).toEqual([
    { entity: 'client', id, state: 'merged' },
    { entity: 'note', id: 'n1', state: 'refused' },
    { entity: 'note', id: 'n2', state: 'stored' },
    { entity: 'note', id: 'n3', state: 'waiting' },
    { entity: 'note', id: 'n4', state: 'held' },
  ]);
  const changes = await api().changes({ limit: 3 });
  expect(changes.map(({ rowId, state, answeredAt }) => [rowId, state, answeredAt !== null])).toEqual([
    ['n4', 'held', false],
    ['n3', 'waiting', false],
    ['n2', 'stored', true],
  ]);
  expect(await api().changes({})).toHaveLength(5);
});

test('[SY7] a refused change can be offered again: as a new one, on the row as it now stands', async () => {
  const mine = device.station.me.managerId;
  device.create('note', 'n1', noteData(id, mine, '第一次'));
  device.patch('client', id, { city: '上海' });
  central.assign(`client:${id}`, 'somebody');
  central.around = async (name, answer) =>
    name === 'pull' ? Promise.reject(new TypeError('cut')) : answer();
  await api().now();
  const refused = await api().refused();
  expect(refused.map(({ code }) => code)).toEqual(['NO_ACCESS', 'NO_ACCESS']);
  await api().offerAgain({ mids: refused.map(({ mid }) => mid) });
  expect([await api().refused(), (await api().waiting()).map(({ command }) => command)]).toEqual([
    [],
    ['note.create', 'client.patch'],
  ]);
  const again = await api().waiting();
  expect(again.some(({ mid }) => refused.some((one) => one.mid === mid))).toBe(false);
  central.around = async (_name, answer) => answer();
  central.assign(`client:${id}`, mine);
  await api().now();
  expect(central.rows.get('note/n1')?.data?.['text']).toBe('第一次');
  expect(central.rows.get(`client/${id}`)?.data?.['city']).toBe('上海');
});

test('[SY7] what was refused about a row that is gone cannot be offered again, and stays in the tray', async () => {
  device.patch('client', id, { city: '上海' });
  central.put('client', id, null);
  await api().now();
  const [refused] = await api().refused();
  await expect(api().offerAgain({ mids: [refused?.mid ?? ''] })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await api().refused()).toHaveLength(1);
});

test('[SY24] devices and revoking one are questions to the centre; away, they say so', async () => {
  await api().revokeDevice({ deviceId: 'lost-laptop' });
  expect([...central.revoked]).toEqual(['lost-laptop']);
  expect(await api().devices()).toEqual([]);
  central.around = async () => {
    throw new TypeError('fetch failed');
  };
  for (const call of [api().devices(), api().revokeDevice({ deviceId: 'x' }), api().repair()]) {
    await expect(call).rejects.toMatchObject({ code: 'OFFLINE' });
  }
});

test('[SY11] everything can be asked for anew; what waits stays and goes up', async () => {
  device.patch('client', id, { city: '上海' });
  central.calls.length = 0;
  await api().rebuild();
  expect(central.calls.filter((call) => call === 'bootstrap')).toHaveLength(1);
  expect(central.rows.get(`client/${id}`)?.data?.['city']).toBe('上海');
  expect(await api().status()).toMatchObject({ phase: 'synced', pending: 0 });
});

test('[SY16] a decision travels: the other device no longer lists the conflict', async () => {
  const other = testDevice(central.connect, { space: 2 });
  await other.sync.syncNow();
  other.patch('client', id, { city: '广州' });
  await other.sync.syncNow();
  device.station.testClock.advance(1000);
  device.patch('client', id, { city: '上海' });
  await api().now();
  await other.sync.syncNow();
  expect(listConflicts(other.db)).toHaveLength(1);
  const [conflict] = await api().conflicts();
  await api().decideConflict({ id: conflict?.id ?? '', take: 'winner' });
  await api().now();
  await other.sync.syncNow();
  expect(listConflicts(other.db)).toEqual([]);
});

test('[SY11] many who ask at once each get a round of what they asked for', async () => {
  const [first, proof, , repaired] = await Promise.all([
    api().now(),
    api().prove(),
    api().now(),
    api().repair(),
  ]);
  expect([first, proof.isEqual, repaired.isEqual]).toEqual([undefined, true, true]);
});
