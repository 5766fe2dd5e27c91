import { expect, test } from 'vitest';
import { centralOfFile, type TestDevice } from '#test/support/central-server.ts';
import { eventData, pushOne } from '#test/support/wire.ts';

const central = centralOfFile();

const read = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${central.url}${path}`, { headers });

test('[CE80] a calendar shows its manager’s salons and no guest, and is told unchanged by its tag', async () => {
  const [mine, other] = (await central.branchWith('甲', '乙')) as [TestDevice, TestDevice];
  const { path } = await mine.api.openCalendar({ name: '日历订阅' });
  const empty = await read(path);
  expect([empty.status, empty.headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8']);
  const [eventId, theirs] = [await salon(mine, '岁末茶会'), await salon(other, '别人的沙龙')];
  const full = await read(path);
  const text = await full.text();
  expect(text).toContain(`UID:${eventId}@zhike`);
  expect(text).toContain('SUMMARY:岁末茶会');
  expect(text).not.toContain(theirs);
  expect(text).not.toContain('王小明');
  const etag = full.headers.get('etag') ?? '';
  expect(etag).not.toBe(empty.headers.get('etag'));
  expect((await read(path, { 'if-none-match': etag })).status).toBe(304);
});

test('[CE80] the address opens nothing else, is no other’s, and ends when it is revoked', async () => {
  const [device] = (await central.branchWith('甲')) as [TestDevice];
  const { path, deviceId } = await device.api.openCalendar({ name: '日历订阅' });
  const secret = path.replace('/calendar/', '').replace('.ics', '');
  const asToken = { authorization: `Bearer ${secret}` };
  expect((await read('/v1/sync/bootstrap', asToken)).status).toBe(401);
  expect((await read(`/calendar/${device.token}.ics`)).status).toBe(404);
  expect((await read(`/calendar/${secret.slice(0, -2)}AA.ics`)).status).toBe(404);
  const listed = await device.api.devices();
  expect(listed.find((one) => one.deviceId === deviceId)).toMatchObject({
    platform: 'calendar',
    isThis: false,
  });
  await device.api.revokeOwn({ deviceId });
  expect((await read(path)).status).toBe(404);
  const metrics = await (await read('/metrics')).text();
  expect(metrics).toContain('GET /calendar/*');
  expect(metrics).not.toContain(secret);
});

/** A salon of a device's manager; returns its id. */
async function salon(device: TestDevice, title: string): Promise<string> {
  const { row } = await pushOne(device, { entity: 'event', patch: eventData([device.managerId], { title }) });
  return row?.id ?? '';
}
