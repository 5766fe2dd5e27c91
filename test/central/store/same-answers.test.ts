import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Mutation } from '#core/sync/protocol.ts';
import type { TestDevice } from '#test/support/central-server.ts';
import { clientData, eventData, hlcAt, mutationOf, noteData, tagData, taskData } from '#test/support/wire.ts';
import { openBoth, type HandCentre } from '#test/central/store/two-stores.ts';

let places: HandCentre[];
let close: () => Promise<void>;
beforeAll(async () => {
  ({ places, close } = await openBoth());
});
afterAll(() => close());

const start = 1_790_000_000_000;
const clients = Array.from({ length: 6 }, (_, index) =>
  mutationOf({
    entity: 'client',
    patch: clientData({
      name: `客户${index}`,
      extra: { z: '1', ä: '𠮷"\\', a: '3' },
      statedAssetsFen: -9e15,
    }),
    hlc: hlcAt(start + index),
  }),
);
const [first, second, third, fourth] = clients.map(({ id }) => id) as [string, string, string, string];

const edit = (id: string, city: string, over: { hlc?: string } = {}): Mutation =>
  mutationOf({ entity: 'client', op: 'patch', id, patch: { city }, base: 1, ...over });

const pushes: Mutation[][] = [
  clients,
  [first, second].map((id) => mutationOf({ entity: 'note', patch: noteData(id, 'm', '记录') })),
  [mutationOf({ entity: 'tag', patch: tagData(third) }), mutationOf({ entity: 'tag', patch: { name: 7 } })],
  [fourth, first].map((id, index) =>
    mutationOf({ entity: 'task', patch: taskData(id, 'm', { dueAt: start - index }) }),
  ),
  [edit(first, '甲', { hlc: hlcAt(start + 50) }), edit(second, '乙'), edit('nobody', '丙')],
  [mutationOf({ entity: 'event', patch: eventData(['someone']) })],
  [mutationOf({ entity: 'client', op: 'delete', id: third, base: 2 })],
  [mutationOf({ entity: 'aquarium', patch: {}, schema: 9 } as never)],
  clients.slice(0, 2),
];

const late = edit(first, '晚');
const lost = edit(first, '丢');

/** Everything a history of pushes, moves, copies, revocations and restores answers. */
async function history(place: HandCentre): Promise<unknown[]> {
  const said: unknown[] = [];
  const say = async (answer: Promise<unknown>): Promise<void> => {
    said.push(await answer.catch(({ code, status, data }) => ({ code, status, data })));
    place.now += 1000;
  };
  const [a, b] = (await place.branchWith('甲', '乙')) as [TestDevice, TestDevice];
  const desk = await place.enrol(a.tenantId, a.managerId);
  const { cursor } = await desk.api.bootstrap({});
  for (const [index, mutations] of pushes.entries()) {
    const author = index % 2 === 0 ? a : desk;
    await say(author.api.push({ mutations, clock: place.now, pushNo: index + 1 }));
    await say(desk.api.pull({ cursor, limit: 3 + index }));
  }
  const { admin } = place.centre;
  const { tenantId } = a;
  await say(admin.assign({ tenantId, clientIds: [first, second], toManagerId: b.managerId }));
  await say(b.api.bootstrap({ limit: 2 }));
  await say(b.api.bootstrap({ limit: 9, ahead: 2 }));
  await say(a.api.bootstrap({ limit: 40, ahead: 10 }));
  await say(desk.api.pull({ cursor }));
  const there = await a.api.bootstrap({});
  await say(a.api.digest({ cursor: there.cursor }));
  const buckets = there.rows.map(({ entity, id }) => `${entity}/${id.slice(-2)}`);
  await say(a.api.digestRows({ cursor: there.cursor, buckets }));
  await say(b.api.rows({ keys: clients.map(({ entity, id }) => ({ entity, id })) }));
  await say(a.api.push({ mutations: [late], clock: 0, pushNo: 2 }));
  await say(a.api.fork());
  await say(a.api.revokeOwn({ deviceId: desk.deviceId }));
  await say(desk.api.push({ mutations: [lost], clock: 0 }));
  await say(admin.quarantine(tenantId));
  await say(admin.releaseQuarantine({ tenantId, deviceId: desk.deviceId }));
  await say(a.api.devices());
  await say(admin.managers(tenantId));
  await say(admin.tidy());
  await say(admin.rotateEpoch(tenantId, 3));
  await say(a.api.pull({ cursor: there.cursor }));
  return said;
}

test('[CE28] one history gets the same answers from both stores, to the last byte: the same seed says the same', async () => {
  const [postgres, sqlite] = await Promise.all(places.map(history));
  expect(sqlite?.length).toBeGreaterThan(30);
  expect(sqlite).toEqual(postgres);
});
