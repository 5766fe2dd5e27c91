import { beforeEach, expect, test } from 'vitest';
import { uuidv7 } from 'uuidv7';
import type { TestDevice } from '#test/support/central-server.ts';
import { createClient, firstSync, mutationOf, noteData, pushAll, pushOne } from '#test/support/wire.ts';
import { quarantineBytes } from '#central/sync/quarantine.ts';
import { onBothStores } from '#test/central/store/two-stores.ts';

onBothStores((place) => {
  let lost: TestDevice;
  let desk: TestDevice;
  let clientId: string;
  beforeEach(async () => {
    [lost] = (await place.branchWith('甲')) as [TestDevice];
    desk = await place.enrol(lost.tenantId, lost.managerId);
    ({ id: clientId } = await createClient(lost));
  });

  const note = (over: object = {}) =>
    mutationOf({ entity: 'note', patch: noteData(clientId, lost.managerId), ...over });
  const held = { status: 'held', code: 'QUARANTINED', row: null };
  const kept = async () => {
    const all = await place.centre.admin.quarantine(lost.tenantId);
    return all.filter(({ deviceId }) => deviceId === lost.deviceId);
  };
  const notesOf = async (device: TestDevice): Promise<string[]> =>
    [...(await firstSync(device)).rows.values()]
      .filter(({ entity }) => entity === 'note')
      .map(({ id }) => id);

  test('[CE34] a revoked device reads nothing any more and is told since when', async () => {
    const { cursor } = await lost.api.bootstrap({});
    const revokedAt = await place.centre.admin.revokeDevice(lost);
    const refused = { code: 'REVOKED', status: 403, defined: true, data: { revokedAt } };
    const calls = [
      () => lost.api.pull({ cursor }),
      () => lost.api.bootstrap({}),
      () => lost.api.digest({ cursor }),
      () => lost.api.digestRows({ cursor, buckets: ['client/00'] }),
      () => lost.api.rows({ keys: [{ entity: 'client', id: clientId }] }),
      () => lost.api.devices(),
      () => lost.api.revokeOwn({ deviceId: desk.deviceId }),
      () => lost.api.fork(),
    ];
    for (const call of calls) await expect(call()).rejects.toMatchObject(refused);
    expect(await lost.api.info()).toMatchObject({ product: 'zhike-central' });
  });

  test('[CE34] what it still pushes is kept once each, unjudged, and changes nothing', async () => {
    const [one, two] = [note(), note({ patch: { nonsense: '\0\ud83d' } })];
    await place.centre.admin.revokeDevice(lost);
    place.now += 1000;
    expect(await pushAll(lost, one, two)).toMatchObject([held, held]);
    expect(await pushAll(lost, two, one, one)).toMatchObject([held, held, held]);
    expect(await kept()).toMatchObject([
      {
        mid: one.mid,
        command: 'test',
        entity: 'note',
        rowId: one.id,
        receivedAt: place.now,
        releasedAt: null,
      },
      { mid: two.mid },
    ]);
    expect(await kept()).toHaveLength(2);
    expect(await notesOf(desk)).toEqual([]);
  });

  test('[CE84] what is kept of one revoked device has a limit; what it handed in before is still answered', async () => {
    await place.centre.admin.revokeDevice(lost);
    const large = () => note({ patch: { nonsense: 'x'.repeat(quarantineBytes / 8) } });
    const sent = Array.from({ length: 7 }, large);
    for (const one of sent) expect(await pushAll(lost, one)).toMatchObject([held]);
    await expect(pushAll(lost, large())).rejects.toMatchObject({ code: 'QUARANTINE_FULL', status: 507 });
    expect(await kept()).toHaveLength(7);
    expect(await pushAll(lost, sent[0]!)).toMatchObject([held]);
    expect(await pushAll(lost, note())).toMatchObject([held]);
    expect(await kept()).toHaveLength(8);
  });

  test('[CE34] released, it is taken as if the device were not revoked: in its order, groups whole, each once', async () => {
    const applied = note();
    await pushAll(lost, applied);
    await place.centre.admin.revokeDevice(lost);
    const group = uuidv7();
    const [first, second] = [note(), note()];
    const pair = [note({ group }), note({ group, patch: { bad: 1 } })] as const;
    await pushAll(lost, applied, first, ...pair);
    await pushAll(lost, second);
    const { results } = await place.centre.admin.releaseQuarantine(lost);
    expect(results.map(({ mid, status, code }) => [mid, status, code])).toEqual([
      [applied.mid, 'duplicate', null],
      [first.mid, 'applied', null],
      [pair[0].mid, 'rejected', 'GROUP_FAILED'],
      [pair[1].mid, 'rejected', 'INVALID'],
      [second.mid, 'applied', null],
    ]);
    expect((await notesOf(desk)).sort()).toEqual([applied.id, first.id, second.id].sort());
    expect((await kept()).every(({ releasedAt }) => releasedAt === place.now)).toBe(true);
    expect(await place.centre.admin.releaseQuarantine(lost)).toEqual({ results: [] });
  });

  test('[CE34] what speaks of a history from before a restore is not kept: the device is told, and hands in what was forgotten', async () => {
    const { epoch, seq } = await lost.api.bootstrap({});
    const present = await place.centre.admin.rotateEpoch(lost.tenantId, seq);
    await place.centre.admin.revokeDevice(lost);
    for (const mutations of [[], [note()]]) {
      await expect(lost.api.push({ mutations, clock: place.now, epoch })).rejects.toMatchObject({
        code: 'EPOCH_CHANGED',
        data: { epoch: present, seq },
      });
    }
    expect(await kept()).toEqual([]);
    await expect(lost.api.push({ mutations: [], clock: place.now, epoch: present })).resolves.toMatchObject({
      results: [],
    });
  });

  test('[CE34] a large quarantine is released in several commits', async () => {
    await place.centre.admin.revokeDevice(lost);
    const notes = Array.from({ length: 700 }, () => note());
    await pushAll(lost, ...notes.slice(0, 400));
    await pushAll(lost, ...notes.slice(400));
    const { results } = await place.centre.admin.releaseQuarantine(lost);
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['applied']));
    expect(await notesOf(desk)).toHaveLength(700);
  });

  test('[CE34] nothing is released for a device the branch does not have', async () => {
    const unknown = { tenantId: lost.tenantId, deviceId: 'nobody' };
    await expect(place.centre.admin.releaseQuarantine(unknown)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('[CE38] a manager sees the own devices, this one marked, and nobody else sees them', async () => {
    const stranger = await place.enrol(
      lost.tenantId,
      await place.centre.admin.createManager({ tenantId: lost.tenantId, name: '乙' }),
    );
    const listed = await desk.api.devices();
    expect(listed.map(({ deviceId, isThis }) => [deviceId, isThis])).toEqual([
      [lost.deviceId, false],
      [desk.deviceId, true],
    ]);
    expect(listed[0]).toMatchObject({ name: 'test', platform: 'test', appVersion: '0.0.0', revokedAt: null });
    expect((await stranger.api.devices()).map(({ deviceId }) => deviceId)).toEqual([stranger.deviceId]);
  });

  test('[CE38] a manager revokes another own device, not this one and not a colleague’s', async () => {
    const told: object[] = [];
    const stop = place.centre.onRevoked((revoked) => told.push(revoked));
    const stranger = await place.enrol(
      lost.tenantId,
      await place.centre.admin.createManager({ tenantId: lost.tenantId, name: '乙' }),
    );
    for (const deviceId of [desk.deviceId, stranger.deviceId, 'nobody']) {
      const refused = { code: 'NOT_FOUND', status: 404, defined: true };
      await expect(desk.api.revokeOwn({ deviceId })).rejects.toMatchObject(refused);
    }
    expect(await desk.api.revokeOwn({ deviceId: lost.deviceId })).toEqual({ revokedAt: place.now });
    await expect(lost.api.bootstrap({})).rejects.toMatchObject({ code: 'REVOKED' });
    expect(told).toEqual([{ tenantId: lost.tenantId, deviceId: lost.deviceId }]);
    expect(await pushOne(stranger, { entity: 'client', patch: {} })).toMatchObject({ code: 'INVALID' });
    stop();
  });
});
