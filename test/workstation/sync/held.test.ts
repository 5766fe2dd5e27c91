import { beforeEach, expect, test } from 'vitest';
import { readRow } from '#db/rows.ts';
import { sql } from '#db/handles.ts';
import { listWaiting } from '#db/queries/sync.ts';
import { testClock } from '#test/support/clock.ts';
import { testDevice, type TestDevice } from '#test/support/device.ts';
import { fakeCentral, type FakeCentral } from '#test/support/fake-central.ts';
import { testManagerId } from '#test/support/rows.ts';
import { clientData, noteData } from '#test/support/wire.ts';

const a = '01940000-0000-7000-8000-0000000000aa';
const b = '01940000-0000-7000-8000-0000000000bb';
let central: FakeCentral;
let device: TestDevice;

beforeEach(async () => {
  central = fakeCentral(testClock().now);
  device = testDevice(central.connect);
  for (const id of [a, b]) central.put('client', id, clientData({ ownerManagerId: testManagerId }));
  await device.sync.syncNow();
});

/** Makes the last change one of a program of schema 2 that sets a field this centre has never heard of. */
function madeByNewerProgram(): void {
  sql(
    device.db,
    `UPDATE outbox SET schema = 2, patch = json_set(patch, '$.preferredHour', 9)
     WHERE group_id = (SELECT group_id FROM outbox ORDER BY position DESC LIMIT 1)`,
  ).run();
}
const cities = () => [a, b].map((id) => central.rows.get(`client/${id}`)?.data?.['city']);
const pushes = () => central.calls.filter((call) => call === 'push').length;

test('[SY21] a change that an older centre cannot judge waits with what builds on it; the rest goes on', async () => {
  device.patch('client', a, { city: '上海' });
  madeByNewerProgram();
  device.patch('client', a, { occupation: '医生' });
  device.patch('client', b, { city: '广州' });
  await device.sync.syncNow();
  expect(cities()).toEqual([null, '广州']);
  expect(device.sync.status()).toMatchObject({ phase: 'synced', pending: 2, held: 2, refused: 0 });
  expect(listWaiting(device.db)).toMatchObject([
    { code: 'NEWER_SCHEMA', rowId: a },
    { code: 'NEWER_SCHEMA', rowId: a },
  ]);
  expect(readRow(device.db, 'client', a)?.data).toMatchObject({ city: '上海', occupation: '医生' });
});

test('[SY21] what is held is not offered again to the same centre, and does not keep the device busy', async () => {
  device.patch('client', a, { city: '上海' });
  madeByNewerProgram();
  await device.sync.syncNow();
  const before = pushes();
  await device.sync.syncNow();
  expect(pushes()).toBe(before);
  expect(device.timers.pending()).toContain(30_000);
  expect((await device.sync.prove()).isEqual).toBe(true);
});

test('[SY21] a centre that was brought up to date takes everything held, in its order', async () => {
  device.patch('client', a, { city: '上海' });
  madeByNewerProgram();
  device.patch('client', a, { city: '杭州' });
  await device.sync.syncNow();
  central.state.schema = 2;
  central.around = async (_name, answer, input) => {
    // The newer centre knows the field.
    for (const { patch } of (input as { mutations?: { patch: Record<string, unknown> }[] }).mutations ?? [])
      delete patch['preferredHour'];
    return answer();
  };
  await device.sync.syncNow();
  expect(cities()[0]).toBe('杭州');
  expect(device.sync.status()).toMatchObject({ pending: 0, held: 0, refused: 0 });
});

test('[SY5] a withdrawal of consent does not wait for a held change of the same client', async () => {
  device.patch('client', a, { city: '上海' });
  madeByNewerProgram();
  await device.sync.syncNow();
  const consent = { clientId: a, channel: 'PHONE', purpose: 'MARKETING', given: false, evidence: '电话' };
  const rest = { recordedBy: testManagerId, recordedAt: 1_790_000_000_000, expiresAt: null };
  device.create('consent', 'c1', { ...consent, ...rest });
  await device.sync.syncNow();
  expect(central.rows.get('consent/c1')?.data).toMatchObject({ given: false });
});

test('[SY6] a command of more than 500 changes goes up whole', async () => {
  const rows = Array.from({ length: 700 }, (_, index) => ({
    op: 'create' as const,
    entity: 'note' as const,
    id: `n${index}`,
    data: noteData(a, testManagerId),
  }));
  device.commit('import.notes', rows);
  const sizes: number[] = [];
  central.around = async (name, answer, input) => {
    if (name === 'push') sizes.push((input as { mutations: unknown[] }).mutations.length);
    return answer();
  };
  device.create('note', 'later', noteData(a, testManagerId));
  await device.sync.syncNow();
  expect(sizes).toEqual([700, 1]);
});

test('[SY14] rows of a kind of a newer centre are kept, counted in the proof, and taken away with their client', async () => {
  const row = { id: 'f1', scope: `client:${a}`, data: { clientId: a, mood: '晴' } };
  central.state.seq += 1;
  central.rows.set('forecast/f1', { ...row, entity: 'forecast', seq: central.state.seq } as never);
  expect(await device.sync.prove()).toMatchObject({ isEqual: true, rows: 3 });
  sql(device.db, "UPDATE parked SET data = json_set(data, '$.mood', '雨')").run();
  expect(await device.sync.repair()).toMatchObject({ isEqual: true, replaced: 1 });
  central.assign(`client:${a}`, 'somebody');
  await device.sync.syncNow();
  expect(sql(device.db, 'SELECT * FROM parked').all()).toEqual([]);
});
