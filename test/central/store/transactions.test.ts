import { beforeAll, expect, test } from 'vitest';
import { onBothStores } from '#test/central/store/two-stores.ts';
import type { TestDevice } from '#test/support/central-server.ts';
import { createClient } from '#test/support/wire.ts';

onBothStores((place) => {
  let device: TestDevice;
  beforeAll(async () => {
    [device] = (await place.branchWith('甲')) as [TestDevice];
  });

  const seq = (): Promise<number> =>
    place.store.read(device.tenantId, async (snapshot) => (await snapshot.counter()).seq);

  test('[CE29] what throws leaves nothing behind, neither rows nor numbers', async () => {
    const before = await seq();
    const failing = place.store.write(device.tenantId, async (tx) => {
      await tx.lockCounter();
      await tx.moveCounter(before + 10);
      await tx.writeDecisions(
        device.deviceId,
        [{ mid: 'm', hash: Buffer.alloc(32), decision: { status: 'applied', code: null, detail: null } }],
        1,
      );
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await seq()).toBe(before);
    const kept = await place.store.read(device.tenantId, (snapshot) =>
      snapshot.decisions(device.deviceId, ['m']),
    );
    expect(kept).toEqual([]);
  });

  test('[CE29] a transaction sees what it wrote, another sees it only once it is committed', async () => {
    const before = await seq();
    let isIn: (value?: unknown) => void = () => undefined;
    const entered = new Promise((resolve) => (isIn = resolve));
    const writing = place.store.write(device.tenantId, async (tx) => {
      await tx.lockCounter();
      await tx.moveCounter(before + 1);
      isIn();
      return (await tx.counter()).seq;
    });
    await entered;
    const outside = seq();
    expect(await writing).toBe(before + 1);
    expect([before, before + 1]).toContain(await outside);
    expect(await seq()).toBe(before + 1);
  });

  test('[CE29] writers of one tenant pass one by one', async () => {
    const before = await seq();
    const add = (): Promise<void> =>
      place.store.write(device.tenantId, async (tx) => {
        const { seq: found } = await tx.lockCounter();
        await Promise.resolve();
        await tx.moveCounter(found + 1);
      });
    await Promise.all(Array.from({ length: 20 }, add));
    expect(await seq()).toBe(before + 20);
  });

  test('[CE29] a failure in between does not hold up who comes after', async () => {
    const works = [0, 1, 2, 3].map((index) =>
      place.store.write(device.tenantId, async (tx) => {
        const { seq: found } = await tx.lockCounter();
        if (index % 2 === 0) throw new Error('no');
        await tx.moveCounter(found + 1);
        return index;
      }),
    );
    const outcomes = await Promise.allSettled(works);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected', 'fulfilled']);
  });

  test('[CE40] whoever listens hears of each commit that changed something, with the number it reached', async () => {
    place.committed.length = 0;
    const { seq: made } = await createClient(device);
    expect(place.committed).toEqual([{ tenantId: device.tenantId, seq: made }]);
    const { cursor } = await device.api.bootstrap({});
    await device.api.pull({ cursor });
    await device.api.push({ mutations: [], clock: 0 });
    expect(place.committed).toHaveLength(1);
  });
});
