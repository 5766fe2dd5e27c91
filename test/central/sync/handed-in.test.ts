import { expect, test } from 'vitest';
import type { TestDevice } from '#test/support/central-server.ts';
import { onBothStores } from '#test/central/store/two-stores.ts';
import { testEvent, testFact, testWalkIn } from '#test/support/venue-rows.ts';
import { firstSync, hlcAt, mutationOf, pushAll } from '#test/support/wire.ts';

onBothStores((place) => {
  async function hosts() {
    const [a, b, stranger] = (await place.branchWith('甲', '乙', '丙')) as [
      TestDevice,
      TestDevice,
      TestDevice,
    ];
    const event = mutationOf({ entity: 'event', patch: testEvent([a.managerId, b.managerId]) });
    await pushAll(a, event);
    return { a, b, stranger, eventId: event.id };
  }
  const factsAt = async (device: TestDevice) =>
    [...(await firstSync(device)).rows.values()].filter(({ entity, data }) => entity === 'checkIn' && data);

  test('[EV110] an entry of one desk is taken once, whichever host hands it in first, and stands as it was made', async () => {
    const { a, b, eventId } = await hosts();
    const patch = testFact({ eventId, managerId: a.managerId, desk: '甲的桌' });
    const own = mutationOf({ entity: 'checkIn', patch });
    const forA = mutationOf({ entity: 'checkIn', id: own.id, patch });
    expect(await pushAll(b, forA)).toMatchObject([{ status: 'applied' }]);
    expect(await pushAll(a, own)).toMatchObject([{ status: 'applied', row: { data: patch } }]);
    expect(await factsAt(b)).toMatchObject([{ id: own.id, data: patch }]);
  });

  test('[EV110] a walk-in handed in as it was made and corrected by its own desk is one guest with the correction', async () => {
    const { a, b, eventId } = await hosts();
    const patch = testWalkIn({ eventId, hostManagerId: a.managerId });
    const now = Date.now();
    const made = mutationOf({ entity: 'guest', patch, hlc: hlcAt(now - 3_000) });
    const corrected = { entity: 'guest', id: made.id, op: 'patch', patch: { name: '更正后' } } as const;
    // Taken by b after a corrected the name, but as old as the guest is.
    await pushAll(b, mutationOf({ entity: 'guest', id: made.id, patch, hlc: hlcAt(now - 3_000) }));
    await pushAll(a, made, mutationOf({ ...corrected, hlc: hlcAt(now - 2_000) }));
    const again = mutationOf({ entity: 'guest', id: made.id, patch, hlc: hlcAt(now - 3_000) });
    expect(await pushAll(b, again)).toMatchObject([{ status: 'applied', row: { data: { name: '更正后' } } }]);
  });

  test('[EV110] who does not host the event hands in nothing of it, and two wordings of one entry are not one', async () => {
    const { a, b, stranger, eventId } = await hosts();
    const patch = testFact({ eventId, managerId: a.managerId, desk: '甲的桌' });
    const entry = mutationOf({ entity: 'checkIn', patch });
    expect(await pushAll(stranger, entry)).toMatchObject([{ status: 'rejected', code: 'NO_ACCESS' }]);
    await pushAll(a, mutationOf({ entity: 'checkIn', id: entry.id, patch }));
    const other = { ...patch, managerId: b.managerId };
    const again = mutationOf({ entity: 'checkIn', id: entry.id, patch: other });
    expect(await pushAll(b, again)).toMatchObject([{ status: 'rejected', code: 'ID_TAKEN' }]);
  });
});
