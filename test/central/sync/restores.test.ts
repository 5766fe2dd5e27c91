import { beforeEach, expect, test } from 'vitest';
import type { TestDevice } from '#test/support/central-server.ts';
import { createClient, firstSync, mutationOf, pushAll } from '#test/support/wire.ts';
import { onBothStores } from '#test/central/store/two-stores.ts';

onBothStores((place) => {
  let device: TestDevice;
  let epoch: string;
  beforeEach(async () => {
    [device] = (await place.branchWith('甲')) as [TestDevice];
    ({ epoch } = await device.api.bootstrap({}));
  });

  const rotate = (sharedSeq: number): Promise<string> =>
    place.centre.admin.rotateEpoch(device.tenantId, sharedSeq);
  const changed = (now: string, seq: number) => ({
    code: 'EPOCH_CHANGED',
    status: 409,
    defined: true,
    data: { epoch: now, seq },
  });

  test('[CE35] a cursor of the history before is told up to where both are the same', async () => {
    await createClient(device);
    const { cursor, next, seq } = await device.api.bootstrap({ limit: 1 });
    await createClient(device);
    const now = await rotate(seq);
    await expect(device.api.pull({ cursor })).rejects.toMatchObject(changed(now, seq));
    await expect(device.api.bootstrap({ after: next ?? '' })).rejects.toMatchObject(changed(now, seq));
    await expect(device.api.digest({ cursor })).rejects.toMatchObject(changed(now, seq));
    const asked = { cursor, buckets: ['client/00'] };
    await expect(device.api.digestRows(asked)).rejects.toMatchObject(changed(now, seq));
    expect((await firstSync(device)).rows.size).toBe(3);
  });

  test('[CE35] of several restores the earliest state counts; a history nobody knows shares nothing', async () => {
    for (const shared of [30, 10, 20]) await rotate(shared);
    const last = await rotate(40);
    await expect(device.api.bootstrap({ epoch })).rejects.toMatchObject(changed(last, 10));
    await expect(device.api.bootstrap({ epoch: 'other' })).rejects.toMatchObject(changed(last, 0));
    expect(await device.api.bootstrap({ epoch: last })).toMatchObject({ epoch: last });
  });

  test('[CE35] a push that rests on another history is refused whole, and taken once it names this one', async () => {
    const { id, seq } = await createClient(device);
    const edit = { entity: 'client', op: 'patch', id, patch: { city: '苏州' } } as const;
    const mutations = [mutationOf({ ...edit, base: seq + 50 })];
    const now = await rotate(seq);
    const push = (known: string) => device.api.push({ mutations, clock: 0, pushNo: 1, epoch: known });
    await expect(push(epoch)).rejects.toMatchObject(changed(now, seq));
    const { rows } = await device.api.rows({ keys: [{ entity: 'client', id }] });
    expect(rows).toMatchObject([{ seq }]);
    expect((await push(now)).results).toMatchObject([{ status: 'applied' }]);
  });

  test('[CE35] what is offered again with a lower base, or by an upgraded program, is known by its mid', async () => {
    const { id, seq } = await createClient(device);
    const edit = { entity: 'client', op: 'patch', id, patch: { city: '苏州' } } as const;
    const once = mutationOf({ ...edit, base: seq });
    expect(await pushAll(device, once)).toMatchObject([{ status: 'applied' }]);
    await rotate(seq + 1);
    expect(await pushAll(device, { ...once, base: 1, schema: 7 })).toMatchObject([{ status: 'duplicate' }]);
  });

  test('[CE35] after a restore every branch begins a new history where its counter stands', async () => {
    const [other] = (await place.branchWith('乙')) as [TestDevice];
    await createClient(other);
    const stood = await Promise.all([device, other].map(({ api }) => api.bootstrap({})));
    await place.centre.admin.markRestored();
    for (const [index, { api }] of [device, other].entries()) {
      const { cursor = '', seq = 0 } = stood[index] ?? {};
      await expect(api.pull({ cursor })).rejects.toMatchObject({ code: 'EPOCH_CHANGED', data: { seq } });
    }
  });
});
