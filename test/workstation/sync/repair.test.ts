import { beforeEach, expect, test } from 'vitest';
import { writeSyncState } from '#db/changes/sync-state.ts';
import { throughGate } from '#db/gate.ts';
import { sql } from '#db/handles.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import { readRow } from '#db/rows.ts';
import { testClock, testIds } from '#test/support/clock.ts';
import { testDevice, type TestDevice } from '#test/support/device.ts';
import { fakeCentral, type FakeCentral } from '#test/support/fake-central.ts';
import { testManagerId } from '#test/support/rows.ts';
import { clientData } from '#test/support/wire.ts';

const newId = testIds(44);
let central: FakeCentral;
let device: TestDevice;
let ids: string[];

beforeEach(async () => {
  central = fakeCentral(testClock().now);
  ids = Array.from({ length: 40 }, newId);
  for (const id of ids) central.put('client', id, clientData({ ownerManagerId: testManagerId }));
  device = testDevice(central.connect);
  await device.sync.syncNow();
  central.calls.length = 0;
});

/** Changes a stored row behind the program's back, as a fault of the disk or of a program would. */
function damage(text: string, ...values: unknown[]): void {
  throughGate(device.db, () => sql(device.db, text).run(...values));
}
const city = (id = '') => readRow(device.db, 'client', id)?.data.city;
const asked = (name: string) => central.calls.filter((call) => call === name).length;

test('[SY11] rows that differ, are missing or are too many are replaced, and no others are fetched', async () => {
  const [other = '', missing = '', surplus = ''] = ids;
  const changed = central.rows.get(`client/${other}`);
  central.rows.set(`client/${other}`, { ...changed!, data: { ...changed!.data, city: '偷改' } });
  damage('DELETE FROM client WHERE id = ?', missing);
  central.rows.delete(`client/${surplus}`);
  let keys: { id: string }[] = [];
  central.around = async (name, answer, input) => {
    if (name === 'rows') keys = (input as { keys: { id: string }[] }).keys;
    return answer();
  };
  const { isEqual, replaced, removed } = await device.sync.repair();
  expect({ isEqual, replaced, removed }).toEqual({ isEqual: true, replaced: 2, removed: 1 });
  expect(keys.map(({ id }) => id).sort()).toEqual([other, missing].sort());
  expect([city(other), city(missing), readRow(device.db, 'client', surplus)]).toEqual(['偷改', null, null]);
  expect(asked('bootstrap')).toBe(0);
});

test('[SY25] a value that changed on disk without its hash is found by recomputing, and put right', async () => {
  const [id = ''] = ids;
  damage("UPDATE client SET city = '磁盘坏了' WHERE id = ?", id);
  expect((await device.sync.prove()).isEqual).toBe(true);
  expect(city(id)).toBe('磁盘坏了');
  expect(await device.sync.repair()).toMatchObject({ isEqual: true, replaced: 1, removed: 0 });
  expect(city(id)).toBeNull();
});

test('[SY25] a row that claims to be newer than the centre ever was is put right all the same', async () => {
  const [id = ''] = ids;
  damage("UPDATE client SET city = '磁盘坏了', seq = seq + 100000 WHERE id = ?", id);
  expect(await device.sync.repair()).toMatchObject({ isEqual: true, replaced: 1 });
  expect([city(id), asked('bootstrap')]).toEqual([null, 0]);
});

test('[SY25] a hash that changed without its value is corrected here; nothing is fetched', async () => {
  damage('UPDATE client SET hash_hi = hash_hi + 1 WHERE id = ?', ids[0]);
  expect(await device.sync.repair()).toMatchObject({ isEqual: true, replaced: 0, removed: 0 });
  expect([asked('rows'), asked('digestRows')]).toEqual([0, 0]);
});

test('[SY25] rows with changes that wait are proved by what the centre confirmed, and keep the changes', async () => {
  const [id = '', gone = ''] = ids;
  central.around = async (name, answer) => {
    if (name === 'push') throw new TypeError('fetch failed');
    return answer();
  };
  device.patch('client', id, { city: '上海' });
  device.commit('client.remove', [{ op: 'delete', entity: 'client', id: gone }]);
  central.around = async (_name, answer, input) => {
    // Only withheld so that both wait while the copy is proved.
    (input as { mutations?: unknown[] }).mutations?.splice(0);
    return answer();
  };
  sql(device.db, 'UPDATE outbox SET held_schema = 99').run();
  expect(await device.sync.repair()).toMatchObject({ isEqual: true, replaced: 0, removed: 0 });
  expect([city(id), readRow(device.db, 'client', gone), device.sync.status().pending]).toEqual([
    '上海',
    null,
    2,
  ]);
});

test('[SY25] after an unclean exit, and only then, every hash is recomputed before the next proof', async () => {
  const [id = ''] = ids;
  damage("UPDATE client SET city = '磁盘坏了' WHERE id = ?", id);
  const afterCrash = testDevice(central.connect, { db: device.db, space: 7 });
  expect(readSyncState(device.db, 'verifyDue')).toBe(true);
  await afterCrash.sync.syncNow();
  expect([city(id), readSyncState(device.db, 'verifyDue')]).toEqual([null, null]);
  await afterCrash.sync.stop();
  testDevice(central.connect, { db: device.db, space: 8 });
  expect(readSyncState(device.db, 'verifyDue')).toBeNull();
});

test('[SY25] once a week every hash is recomputed by itself', async () => {
  await device.sync.repair();
  const [id = ''] = ids;
  damage("UPDATE client SET city = '磁盘坏了' WHERE id = ?", id);
  const weekMs = 7 * 86_400_000;
  const start = device.station.clock();
  for (const at of [start + weekMs - 60_000, start + weekMs]) {
    device.station.testClock.set(at);
    central.state.now = () => at;
    await device.sync.syncNow();
  }
  expect(city(id)).toBeNull();
});

test('[SY13] a centre that suddenly lists next to nothing takes nothing away by repair until a person agrees', async () => {
  const more = Array.from({ length: 60 }, newId);
  for (const id of more) central.put('client', id, clientData({ ownerManagerId: testManagerId }));
  await device.sync.syncNow();
  for (const id of more) central.rows.delete(`client/${id}`);
  await expect(device.sync.prove()).rejects.toMatchObject({ code: 'MASS_REMOVAL' });
  expect(readRow(device.db, 'client', more[0] ?? '')).not.toBeNull();
  await device.sync.syncNow();
  expect(device.sync.status()).toMatchObject({ phase: 'blocked', problem: 'MASS_REMOVAL' });
  writeSyncState(device.db, 'removalAgreed', true);
  expect(await device.sync.prove()).toMatchObject({ isEqual: true, removed: 60 });
  expect(readSyncState(device.db, 'removalAgreed')).toBeNull();
});

test('[SY11] where replacing rows does not help everything is read anew, and then it is said', async () => {
  central.around = async (name, answer) =>
    name === 'digest' ? { ...(answer() as object), tables: {} } : answer();
  const { isEqual } = await device.sync.repair();
  expect([isEqual, asked('bootstrap'), device.sync.status().problem]).toEqual([false, 1, 'DIFFERENT']);
  await device.sync.syncNow();
  expect([asked('bootstrap'), device.sync.status().problem]).toEqual([1, 'DIFFERENT']);
  central.around = async (_name, answer) => answer();
  await device.sync.syncNow();
  expect(device.sync.status()).toMatchObject({ phase: 'synced', problem: null, proof: { isEqual: true } });
});
