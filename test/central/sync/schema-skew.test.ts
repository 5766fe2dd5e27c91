import { beforeEach, expect, test } from 'vitest';
import { uuidv7 } from 'uuidv7';
import type { Mutation } from '#core/sync/protocol.ts';
import { schemaVersion } from '#core/sync/protocol.ts';
import { connectInProcess } from '#central/in-process.ts';
import type { TestDevice } from '#test/support/central-server.ts';
import { clientData, createClient, mutationOf, noteData, pushAll, tagData } from '#test/support/wire.ts';
import { onBothStores } from '#test/central/store/two-stores.ts';

const newer = schemaVersion + 1;

onBothStores((place) => {
  let device: TestDevice;
  beforeEach(async () => {
    [device] = (await place.branchWith('甲')) as [TestDevice];
  });

  const later = (given: object): Mutation => mutationOf({ schema: newer, ...given } as never);
  const held = { status: 'held', code: 'NEWER_SCHEMA', row: null };

  test('[CE30] a kind or field only a newer program knows is held, the rest of the push goes on', async () => {
    const { id } = await createClient(device);
    const results = await pushAll(
      device,
      later({ entity: 'aquarium', patch: { fish: 1 } }),
      later({ entity: 'tag', patch: { ...tagData(id), colour: 'red' } }),
      later({ entity: 'note', patch: noteData(id, device.managerId) }),
      mutationOf({ entity: 'note', patch: noteData(id, device.managerId) }),
    );
    expect(results).toMatchObject([held, held, { status: 'applied' }, { status: 'applied' }]);
    expect(results[1]?.detail).toContain('unknown colour');
    expect(await device.api.info()).toMatchObject({ schema: schemaVersion });
  });

  test('[CE30] the same from a program of this schema or an older one is refused for good', async () => {
    const { id } = await createClient(device);
    const results = await pushAll(
      device,
      mutationOf({ entity: 'aquarium', patch: {} } as never),
      mutationOf({ entity: 'tag', patch: { ...tagData(id), colour: 'red' } }),
    );
    expect(results.map(({ code }) => code)).toEqual(['INVALID', 'INVALID']);
  });

  test('[CE30] what is held is not decided: it is judged when it comes again', async () => {
    const { id } = await createClient(device);
    const tag = later({ entity: 'tag', patch: { ...tagData(id), colour: 'red' } });
    expect(await pushAll(device, tag)).toMatchObject([held]);
    const upgraded = place.remade({ schema: { version: newer, upCasts: [] } });
    const api = connectInProcess(upgraded, { token: device.token }) as TestDevice['api'];
    expect(await api.info()).toMatchObject({ schema: newer });
    expect(await pushAll({ ...device, api }, tag)).toMatchObject([{ status: 'rejected', code: 'INVALID' }]);
    const corrected = { ...tag, patch: tagData(id), mid: uuidv7() };
    expect(await pushAll({ ...device, api }, corrected)).toMatchObject([{ status: 'applied' }]);
  });

  test('[CE30] companions wait too, and so does all that touches the same rows or hangs on a held client', async () => {
    const { id, seq: base } = await createClient(device);
    const group = uuidv7();
    const newcomer = later({ entity: 'client', patch: clientData({ mood: 'good' }) });
    const results = await pushAll(
      device,
      later({ entity: 'client', group, op: 'patch', id, base, patch: { mood: 'good' } }),
      later({ entity: 'note', group, patch: noteData(id, device.managerId) }),
      mutationOf({ entity: 'client', op: 'patch', id, base, patch: { city: '杭州' } }),
      newcomer,
      mutationOf({ entity: 'note', patch: noteData(newcomer.id, device.managerId) }),
      mutationOf({ entity: 'client', op: 'patch', id: newcomer.id, patch: { city: '杭州' } }),
      mutationOf({ entity: 'note', patch: noteData(id, device.managerId) }),
    );
    expect(results.map(({ status }) => status)).toEqual([...Array<string>(6).fill('held'), 'applied']);
    expect(results[1]?.detail).toMatch(/^companion .* NEWER_SCHEMA$/);
    expect(results[4]?.detail).toBe(`waits for ${newcomer.mid}`);
  });

  test('[CE30] a group that is refused besides being held waits as a whole', async () => {
    const { id } = await createClient(device);
    const group = uuidv7();
    const results = await pushAll(
      device,
      later({ entity: 'note', group, op: 'patch', id: 'nothing', patch: { text: 'x' } }),
      later({ entity: 'tag', group, patch: { ...tagData(id), colour: 'red' } }),
    );
    expect(results).toMatchObject([held, held]);
  });

  test('[CE31] what an older program creates gets the fields added since, nothing it said is overwritten', async () => {
    const upCasts = [
      { since: newer, entity: 'tag', defaults: { setBy: 'later', name: '默认' } },
      { since: newer + 1, entity: 'tag', defaults: { expiresAt: 7 } },
      { since: newer, entity: 'note', defaults: { text: '默认' } },
    ] as const;
    const upgraded = place.remade({ schema: { version: newer + 1, upCasts } });
    const api = connectInProcess(upgraded, { token: device.token }) as TestDevice['api'];
    const { id } = await createClient(device);
    const { setBy: _unknown, expiresAt: _later, ...old } = tagData(id, '老的');
    const made = [schemaVersion, newer, newer + 1].map((schema) =>
      mutationOf({
        entity: 'tag',
        patch: { ...old, ...(schema > schemaVersion && { setBy: 'rule' }) },
        schema,
      }),
    );
    const results = await pushAll({ ...device, api }, ...made);
    expect(results[0]?.row?.data).toEqual({ ...old, setBy: 'later', expiresAt: 7 });
    expect(results[1]?.row?.data).toEqual({ ...old, setBy: 'rule', expiresAt: 7 });
    expect(results[2]).toMatchObject({ status: 'rejected', code: 'INVALID' });
    expect(await pushAll({ ...device, api }, ...made.slice(0, 1))).toMatchObject([{ status: 'duplicate' }]);
  });
});
