import { createHash } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { uuidv7 } from 'uuidv7';
import { bucketOf, rowHash } from '#core/sync/digest.ts';
import type { TestDevice } from '#test/support/central-server.ts';
import {
  createClient,
  firstSync,
  mutationOf,
  noteData,
  pushAll,
  pushOne,
  tagData,
} from '#test/support/wire.ts';
import { onBothStores } from '#test/central/store/two-stores.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

onBothStores((place) => {
  let a: TestDevice;
  let b: TestDevice;
  beforeEach(async () => {
    [a, b] = (await place.branchWith('甲', '乙')) as [TestDevice, TestDevice];
  });

  test('[CE37] the rows behind a bucket are listed with number and hash, and no others', async () => {
    const clients = [await createClient(a), await createClient(a), await createClient(b)] as const;
    const { cursor, rows } = await firstSync(a);
    const buckets = [
      `client/${bucketOf(clients[0].id)}`,
      `manager/${bucketOf(a.managerId)}`,
      'note/zz',
      'nothing/00',
    ];
    const listed = await a.api.digestRows({ cursor, buckets });
    const expected = [...rows.values()]
      .filter(({ entity, id }) => buckets.includes(`${entity}/${bucketOf(id)}`))
      .map(({ entity, id, seq, data }) => {
        const { hi, lo } = rowHash(sha256, entity, id, data ?? {});
        return [entity, id, seq, hi, lo];
      });
    expect(listed.current).toBe(true);
    expect(listed.rows.toSorted()).toEqual(expected.toSorted());
    expect(listed.rows.flat()).not.toContain(clients[2].id);
  });

  test('[CE37] it says so when something newer lies ahead', async () => {
    const { cursor } = await firstSync(a);
    await createClient(a);
    expect(await a.api.digestRows({ cursor, buckets: ['client/00'] })).toEqual({ current: false, rows: [] });
  });

  test('[CE37] rows are given by name as they stand, tombstones included, and only within sight', async () => {
    const own = await createClient(a);
    const foreign = await createClient(b);
    const tag = await pushOne(a, { entity: 'tag', patch: tagData(own.id) });
    await pushOne(a, { entity: 'tag', op: 'delete', id: tag.row?.id ?? '', base: tag.row?.seq ?? 0 });
    const keys = [own, foreign, { entity: 'tag', id: tag.row?.id ?? '' }, own].map(({ entity, id }) => ({
      entity,
      id,
    }));
    const unknown = [
      { entity: 'aquarium', id: own.id },
      { entity: 'client', id: uuidv7() },
      { entity: 'client', id: 'a\0b' },
    ];
    const { rows } = await a.api.rows({ keys: [...keys, ...unknown] });
    const named = new Map(rows.map((row) => [row.entity, row]));
    expect(rows).toHaveLength(2);
    expect(named.get('client')).toEqual(own);
    expect(named.get('tag')).toMatchObject({ data: null });
  });

  test('[CE39] one group may hold up to 5,000 mutations, several groups 500 together', async () => {
    const { id } = await createClient(a);
    const group = uuidv7();
    const notes = Array.from({ length: 1200 }, () =>
      mutationOf({ entity: 'note', group, patch: noteData(id, a.managerId) }),
    );
    const results = await pushAll(a, ...notes);
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['applied']));
    const apart = notes.slice(0, 501).map((note) => ({ ...note, mid: uuidv7(), group: uuidv7() }));
    await expect(pushAll(a, ...apart)).rejects.toMatchObject({ status: 400 });
    const poison = mutationOf({ entity: 'note', group, patch: {} });
    const fresh = notes.map((note) => ({ ...note, mid: uuidv7(), id: uuidv7() }));
    const failed = await pushAll(a, ...fresh, poison);
    expect(failed.filter(({ code }) => code === 'GROUP_FAILED')).toHaveLength(1200);
    const tooMany = Array.from({ length: 5001 }, () => poison);
    await expect(pushAll(a, ...tooMany)).rejects.toMatchObject({ status: 400 });
  });
});
