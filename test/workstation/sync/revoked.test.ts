import { beforeEach, expect, test } from 'vitest';
import { countWaiting } from '#db/queries/outbox.ts';
import type { Ending } from '#workstation/sync/context.ts';
import { testClock, testIds } from '#test/support/clock.ts';
import { testDevice, type TestDevice } from '#test/support/device.ts';
import { fakeCentral, type FakeCentral } from '#test/support/fake-central.ts';
import { testManagerId } from '#test/support/rows.ts';
import { clientData, noteData } from '#test/support/wire.ts';

const a = '01940000-0000-7000-8000-0000000000aa';
const newId = testIds(55);
let central: FakeCentral;
let steps: string[];

beforeEach(() => {
  central = fakeCentral(testClock().now);
  central.put('client', a, clientData({ ownerManagerId: testManagerId }));
  steps = [];
});

/** A device whose ending writes down what happens, and can do one thing more at the moment work ends. */
function endingDevice(atClose = (_device: TestDevice) => {}): TestDevice {
  const ending: Ending = {
    close: async () => {
      steps.push(`close with ${central.quarantine.size} handed in`);
      atClose(device);
    },
    erase: () => steps.push(`erase with ${central.quarantine.size} handed in`),
  };
  const device: TestDevice = testDevice(central.connect, { ending });
  return device;
}
const note = (device: TestDevice, text: string) =>
  device.create('note', newId(), noteData(a, testManagerId, text));

test('[SY24] a revoked device hands in what waits and what was refused, then ends', async () => {
  const device = endingDevice();
  await device.sync.syncNow();
  const taken = newId();
  central.put('note', taken, noteData(a, testManagerId, '别人的'));
  device.create('note', taken, noteData(a, testManagerId, '被拒绝的'));
  await device.sync.syncNow();
  expect(device.sync.status().refused).toBe(1);
  note(device, '未上传的');
  central.revoked.add(device.station.me.deviceId);
  await device.sync.syncNow();
  const texts = [...central.quarantine.values()].map(({ patch }) => patch['text']);
  expect(texts.sort()).toEqual(['被拒绝的', '未上传的'].sort());
  expect(steps).toEqual(['close with 2 handed in', 'erase with 2 handed in']);
});

test('[SY24] nothing is erased before the centre has everything, whatever fails on the way', async () => {
  const device = endingDevice();
  await device.sync.syncNow();
  for (let count = 0; count < 600; count += 1) note(device, `第${count}条`);
  central.revoked.add(device.station.me.deviceId);
  let pushes = 0;
  central.around = async (name, answer) => {
    if (name === 'push' && (pushes += 1) === 3) throw new TypeError('fetch failed');
    return answer();
  };
  await device.sync.syncNow();
  expect([steps, countWaiting(device.db)]).toEqual([[], 600]);
  await device.sync.syncNow();
  expect(steps).toEqual(['close with 600 handed in', 'erase with 600 handed in']);
});

test('[SY24] what is written while the rest is handed in is handed in too', async () => {
  const device = endingDevice((one) => note(one, '最后一条'));
  await device.sync.syncNow();
  central.revoked.add(device.station.me.deviceId);
  await device.sync.syncNow();
  expect(steps).toEqual(['close with 0 handed in', 'erase with 1 handed in']);
});

test('[SY24] what a restored centre has forgotten is handed in too, with nothing else waiting', async () => {
  const device = endingDevice();
  await device.sync.syncNow();
  const before = central.remember();
  note(device, '备份之后的');
  await device.sync.syncNow();
  central.restore(before);
  central.revoked.add(device.station.me.deviceId);
  await device.sync.syncNow();
  expect([...central.quarantine.values()].map(({ patch }) => patch['text'])).toEqual(['备份之后的']);
  expect(steps).toEqual(['close with 1 handed in', 'erase with 1 handed in']);
});

test('[SY24] a plain refusal (an unknown token) erases nothing', async () => {
  const device = endingDevice();
  await device.sync.syncNow();
  const { ORPCError } = await import('@orpc/client');
  central.around = async () => {
    throw new ORPCError('UNAUTHORIZED', { status: 401 });
  };
  note(device, '留着');
  await device.sync.syncNow();
  expect([steps, device.sync.status()]).toMatchObject([
    [],
    { phase: 'blocked', problem: 'UNKNOWN_DEVICE', pending: 1 },
  ]);
});
