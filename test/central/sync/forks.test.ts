import { beforeEach, expect, test } from 'vitest';
import type { Mutation, MutationResult } from '#core/sync/protocol.ts';
import type { TestDevice } from '#test/support/central-server.ts';
import { createClient, firstSync, hlcAt, mutationOf, noteData, pushAll } from '#test/support/wire.ts';
import { onBothStores } from '#test/central/store/two-stores.ts';

onBothStores((place) => {
  let device: TestDevice;
  let clientId: string;
  let base: number;
  beforeEach(async () => {
    [device] = (await place.branchWith('甲')) as [TestDevice];
    ({ id: clientId, seq: base } = await createClient(device));
  });

  const send = async (
    from: TestDevice,
    pushNo: number,
    ...mutations: Mutation[]
  ): Promise<MutationResult[]> => (await from.api.push({ mutations, clock: place.now, pushNo })).results;
  const note = (): Mutation => mutationOf({ entity: 'note', patch: noteData(clientId, device.managerId) });
  const edit = (city: string, at: number): Mutation =>
    mutationOf({ entity: 'client', op: 'patch', id: clientId, base, patch: { city }, hlc: hlcAt(at) });
  const forkOf = async (from: TestDevice): Promise<TestDevice> => {
    const { deviceId, deviceToken: token } = await from.api.fork();
    return { ...from, deviceId, token, api: place.device(token) };
  };
  const forked = { code: 'FORKED', status: 409, defined: true };

  test('[CE32] a push whose number another copy used is refused whole; the same push again is a replay', async () => {
    const [mine, theirs] = [note(), note()];
    expect(await send(device, 4, mine)).toMatchObject([{ status: 'applied' }]);
    expect(await send(device, 4, mine)).toMatchObject([{ status: 'duplicate' }]);
    await expect(send(device, 4, theirs)).rejects.toMatchObject(forked);
    await expect(send(device, 3, theirs)).rejects.toMatchObject(forked);
    const { rows } = await device.api.rows({
      keys: [theirs, mine].map(({ entity, id }) => ({ entity, id })),
    });
    expect(rows.map(({ id }) => id)).toEqual([mine.id]);
    expect(await send(device, 5, theirs)).toMatchObject([{ status: 'applied' }]);
  });

  test('[CE32] the other content of a push counts, not its numbers alone', async () => {
    const one = note();
    await send(device, 1, one);
    const forged = { ...one, patch: noteData(clientId, device.managerId, '别的') };
    await expect(send(device, 1, forged)).rejects.toMatchObject(forked);
  });

  test('[CE33] a copy gets a name and a token of its own and sees what its manager sees', async () => {
    const copy = await forkOf(device);
    expect(copy.deviceId).not.toBe(device.deviceId);
    expect((await firstSync(copy)).rows).toEqual((await firstSync(device)).rows);
    const { cursor } = await device.api.bootstrap({});
    await expect(copy.api.pull({ cursor })).rejects.toMatchObject({ code: 'BAD_CURSOR' });
    expect(await send(copy, 1, note())).toMatchObject([{ status: 'applied' }]);
    expect(await send(device, 9, note())).toMatchObject([{ status: 'applied' }]);
  });

  test('[CE33] what any device of the family was answered holds for all: the original, copies, and copies of copies', async () => {
    const [before, after, last] = [note(), note(), edit('杭州', place.now)];
    await send(device, 1, before);
    const copy = await forkOf(device);
    const grandchild = await forkOf(copy);
    expect(await send(grandchild, 1, before, last)).toMatchObject([
      { status: 'duplicate' },
      { status: 'applied' },
    ]);
    expect(await send(copy, 1, after, last)).toMatchObject([{ status: 'applied' }, { status: 'duplicate' }]);
    expect(await send(device, 2, after, last)).toMatchObject([
      { status: 'duplicate' },
      { status: 'duplicate' },
    ]);
  });

  test('[CE33] a copy never overwrites silently what the original wrote: it merges like any other device', async () => {
    const copy = await forkOf(device);
    const went = place.now;
    place.now += 60_000;
    await send(device, 1, edit('原件', went + 20));
    const [older] = await send(copy, 1, edit('副本', went + 10));
    expect(older).toMatchObject({ status: 'merged', row: { data: { city: '原件' } } });
    const [newer] = await send(copy, 2, edit('副本新', went + 30));
    expect(newer).toMatchObject({ status: 'merged', row: { data: { city: '副本新' } } });
    const { rows } = await device.api.bootstrap({});
    const lost = rows.filter(({ entity }) => entity === 'conflict').map(({ data }) => data?.['loser']);
    expect(lost.sort()).toEqual(['"副本"', '"原件"'].sort());
  });

  test('[CE33] what a copy wrote long ago stays old, whenever its original was last in contact', async () => {
    const wrote = place.now + 1000;
    place.now += 7 * 86_400_000;
    const desk = await place.enrol(device.tenantId, device.managerId);
    await send(desk, 1, edit('上周', place.now - 86_400_000));
    await device.api.bootstrap({});
    place.now += 86_400_000;
    await device.api.bootstrap({});
    const copy = await forkOf(device);
    const [late] = await send(copy, 1, edit('更早', wrote));
    expect(late).toMatchObject({ status: 'merged', row: { data: { city: '上周' } } });
  });

  test('[CE33] a device that was revoked cannot become another', async () => {
    await place.centre.admin.revokeDevice(device);
    await expect(device.api.fork()).rejects.toMatchObject({ code: 'REVOKED', status: 403 });
  });

  test('[CE32] a push without a number is taken as before', async () => {
    await send(device, 7, note());
    expect(await pushAll(device, note())).toMatchObject([{ status: 'applied' }]);
  });
});
