import { beforeEach, expect, test } from 'vitest';
import { countWaiting, listOutbox } from '#db/queries/outbox.ts';
import { readRow } from '#db/rows.ts';
import { testClock, testIds } from '#test/support/clock.ts';
import { testDevice, type TestDevice } from '#test/support/device.ts';
import { fakeCentral, type FakeCentral } from '#test/support/fake-central.ts';
import { testManagerId } from '#test/support/rows.ts';
import { clientData, noteData } from '#test/support/wire.ts';

const a = '01940000-0000-7000-8000-0000000000aa';
const newId = testIds(66);
let central: FakeCentral;
let device: TestDevice;

beforeEach(async () => {
  central = fakeCentral(testClock().now);
  device = testDevice(central.connect);
  central.put('client', a, clientData({ ownerManagerId: testManagerId }));
  await device.sync.syncNow();
});

const atCentre = (entity: string, id: string) => central.rows.get(`${entity}/${id}`)?.data;
const city = () => readRow(device.db, 'client', a)?.data.city;
const equal = { phase: 'synced', pending: 0, refused: 0, proof: { isEqual: true } };

test('[SY18] everything the lost part of the history had acknowledged is offered again and arrives once', async () => {
  device.patch('client', a, { city: '上海' });
  await device.sync.syncNow();
  const moment = central.remember();
  const [created, noted] = [newId(), newId()];
  device.patch('client', a, { city: '杭州' });
  device.create('client', created, clientData({ ownerManagerId: testManagerId, name: '钱新' }));
  device.create('note', noted, noteData(created, testManagerId));
  device.patch('client', created, { city: '苏州' });
  await device.sync.syncNow();
  expect(countWaiting(device.db)).toBe(0);
  central.restore(moment);
  expect(atCentre('client', created)).toBeUndefined();
  await device.sync.prove();
  expect([atCentre('client', a)?.['city'], atCentre('client', created)?.['city']]).toEqual(['杭州', '苏州']);
  expect([city(), readRow(device.db, 'note', noted) !== null]).toEqual(['杭州', true]);
  expect(device.sync.status()).toMatchObject(equal);
});

test('[SY18] while it is offered again nothing disappears from the screen', async () => {
  const moment = central.remember();
  const created = newId();
  device.create('client', created, clientData({ ownerManagerId: testManagerId }));
  device.patch('client', a, { city: '杭州' });
  await device.sync.syncNow();
  central.restore(moment);
  const seen: unknown[] = [];
  central.around = async (_name, answer) => {
    seen.push([readRow(device.db, 'client', created) !== null, city()]);
    return answer();
  };
  await device.sync.prove();
  expect(new Set(seen.map((one) => JSON.stringify(one)))).toEqual(new Set(['[true,"杭州"]']));
});

test('[SY18] what waits claims to have seen no more than the restored centre holds, so the conflict shows', async () => {
  const other = testDevice(central.connect, { space: 2 });
  await other.sync.syncNow();
  const moment = central.remember();
  other.patch('client', a, { city: '广州' });
  await other.sync.syncNow();
  await device.sync.syncNow();
  device.station.testClock.advance(1_000);
  device.patch('client', a, { city: '上海' });
  central.restore(moment);
  const shared = central.state.sharedSeq;
  let bases: number[] = [];
  central.around = async (name, answer, input) => {
    if (name === 'push')
      bases = (input as { mutations: { base: number }[] }).mutations.map(({ base }) => base);
    return answer();
  };
  await other.sync.syncNow();
  await device.sync.syncNow();
  expect(bases.every((base) => base <= shared)).toBe(true);
  const conflicts = [...central.rows.values()].filter(({ entity }) => entity === 'conflict');
  expect([atCentre('client', a)?.['city'], conflicts.length]).toEqual(['上海', 1]);
});

test('[SY18] intents go back to their old places, before what was written since', async () => {
  const moment = central.remember();
  for (const text of ['一', '二', '三']) device.create('note', newId(), noteData(a, testManagerId, text));
  await device.sync.syncNow();
  central.restore(moment);
  device.create('note', newId(), noteData(a, testManagerId, '四'));
  const texts: string[] = [];
  central.around = async (name, answer, input) => {
    if (name === 'push') {
      for (const { patch } of (input as { mutations: { patch: { text: string } }[] }).mutations)
        texts.push(patch.text);
    }
    return answer();
  };
  await device.sync.syncNow();
  expect(texts.slice(-4).join('')).toBe('一二三四');
  expect([...central.rows.values()].filter(({ entity }) => entity === 'note')).toHaveLength(4);
  expect(listOutbox(device.db)).toEqual([]);
});

test('[SY18] a change made while everything is read anew still knows what its author saw', async () => {
  central.state.horizon = central.state.seq + 1;
  central.put('client', newId(), clientData({ ownerManagerId: testManagerId }));
  const seq = central.rows.get(`client/${a}`)?.seq;
  const bases: number[] = [];
  let isPatched = false;
  central.around = async (name, answer, input) => {
    if (name === 'bootstrap' && !isPatched) {
      isPatched = true;
      central.state.horizon = 0;
      device.patch('client', a, { city: '上海' });
    }
    if (name === 'push')
      bases.push(...(input as { mutations: { base: number }[] }).mutations.map(({ base }) => base));
    return answer();
  };
  await device.sync.prove();
  expect([isPatched, bases]).toEqual([true, [seq]]);
  expect(device.sync.status()).toMatchObject(equal);
});

test('[SY23] away longer than the centre keeps notices: read anew, what it no longer has goes, what waits stays', async () => {
  const gone = newId();
  central.put('client', gone, clientData({ ownerManagerId: testManagerId }));
  await device.sync.syncNow();
  central.rows.delete(`client/${gone}`);
  central.state.horizon = central.state.seq + 1;
  central.state.seq += 2;
  const created = newId();
  device.create('client', created, clientData({ ownerManagerId: testManagerId }));
  await device.sync.prove();
  expect([readRow(device.db, 'client', gone), atCentre('client', created) !== undefined]).toEqual([
    null,
    true,
  ]);
  expect(device.sync.status()).toMatchObject(equal);
});
