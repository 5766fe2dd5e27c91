import { beforeEach, expect, test } from 'vitest';
import type { TestDevice } from '#test/support/central-server.ts';
import { catchUp, createClient, firstSync, mutationOf, noteData, pushAll } from '#test/support/wire.ts';
import { onBothStores } from '#test/central/store/two-stores.ts';

const dayMs = 86_400_000;

onBothStores((place) => {
  let a: TestDevice;
  let b: TestDevice;
  beforeEach(async () => {
    [a, b] = (await place.branchWith('甲', '乙')) as [TestDevice, TestDevice];
  });

  const assign = (clientId: string, to: TestDevice) =>
    place.centre.admin.assign({ tenantId: a.tenantId, clientIds: [clientId], toManagerId: to.managerId });
  const horizon = (): Promise<number> =>
    place.store.read(a.tenantId, async (snapshot) => (await snapshot.counter()).horizon);
  const remembered = async ({ tenantId, deviceId }: TestDevice, mid: string): Promise<boolean> =>
    (await place.store.read(tenantId, (snapshot) => snapshot.decisions(deviceId, [mid]))).length > 0;
  const behind = { code: 'BEHIND_HORIZON', status: 410, defined: true };

  test('[CE36] notices go only when every device in use has passed them', async () => {
    const { id } = await createClient(a);
    const [copyA, copyB] = [await firstSync(a), await firstSync(b)];
    await assign(id, b);
    await catchUp(b, copyB);
    await catchUp(b, copyB);
    await place.centre.admin.tidy();
    expect(await horizon()).toBe(0);
    const page = await a.api.pull({ cursor: copyA.cursor });
    expect(page.access).toMatchObject([{ kind: 'lost' }]);
    await a.api.pull({ cursor: page.cursor });
    expect(await place.centre.admin.tidy()).toMatchObject({ notices: 2 });
    expect(await horizon()).toBe(page.seq);
    expect(await a.api.pull({ cursor: page.cursor })).toMatchObject({ rows: [], access: [] });
  });

  test('[CE36] a device away for longer than 400 days is told to take everything anew', async () => {
    const { id } = await createClient(a);
    const copy = await firstSync(a);
    await a.api.pull({ cursor: copy.cursor });
    place.now += 401 * dayMs;
    await assign(id, b);
    await catchUp(b, await firstSync(b));
    await place.centre.admin.tidy();
    const asked = { cursor: copy.cursor, buckets: ['client/00'] };
    await expect(a.api.pull(asked)).rejects.toMatchObject(behind);
    await expect(a.api.digest(asked)).rejects.toMatchObject(behind);
    await expect(a.api.digestRows(asked)).rejects.toMatchObject(behind);
    const anew = await firstSync(a);
    expect(anew.rows.has(`client ${id}`)).toBe(false);
    await catchUp(a, anew);
  });

  test('[CE36] a tombstone outlives every horizon: its id is never used again', async () => {
    const { id, seq } = await createClient(a);
    await pushAll(a, mutationOf({ entity: 'client', op: 'delete', id, base: seq }));
    place.now += 900 * dayMs;
    await place.centre.admin.tidy();
    const again = mutationOf({ entity: 'client', id, patch: noteData(id, a.managerId) });
    expect(await pushAll(b, again)).toMatchObject([{ status: 'rejected' }]);
    const { rows } = await a.api.rows({ keys: [{ entity: 'client', id }] });
    expect(rows).toMatchObject([{ id, data: null }]);
  });

  test('[CE36] answers are kept for a family as long as one of its devices is in use', async () => {
    const { id } = await createClient(a);
    const note = mutationOf({ entity: 'note', patch: noteData(id, a.managerId) });
    await pushAll(a, note);
    const { deviceToken } = await a.api.fork();
    const copy = { ...a, api: place.device(deviceToken) };
    place.now += 390 * dayMs;
    await copy.api.bootstrap({});
    place.now += 20 * dayMs;
    await place.centre.admin.tidy();
    expect(await pushAll(copy, note)).toMatchObject([{ status: 'duplicate' }]);
    expect(await remembered(a, note.mid)).toBe(true);
    place.now += 401 * dayMs;
    await place.centre.admin.tidy();
    expect(await remembered(a, note.mid)).toBe(false);
  });

  test('[CE36] a device revoked long ago holds nothing back', async () => {
    const { id } = await createClient(a);
    await firstSync(a);
    const note = mutationOf({ entity: 'note', patch: noteData(id, a.managerId) });
    await pushAll(a, note);
    await assign(id, b);
    const copy = await catchUp(b, await firstSync(b));
    await b.api.pull({ cursor: copy.cursor });
    await place.centre.admin.revokeDevice(a);
    await place.centre.admin.tidy();
    expect(await horizon()).toBeGreaterThan(0);
    place.now += 401 * dayMs;
    await b.api.pull({ cursor: copy.cursor });
    await place.centre.admin.tidy();
    expect(await remembered(a, note.mid)).toBe(false);
  });
});
