import { beforeAll, expect, test } from 'vitest';
import { centralOfFile, type TestDevice } from '#test/support/central-server.ts';
import {
  catchUp,
  createClient,
  firstSync,
  hlcAt,
  mutationOf,
  pushAll,
  pushOne,
  tagData,
} from '#test/support/wire.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
let now = 1_790_000_000_000;
const central = centralOfFile({ clock: () => now });
let laptop: TestDevice;
let desk: TestDevice;

beforeAll(async () => {
  [laptop] = (await central.branchWith('甲')) as [TestDevice];
  desk = await central.enrol(laptop.tenantId, laptop.managerId);
});

async function conflictsOf(id: string): Promise<Record<string, unknown>[]> {
  const copy = await firstSync(laptop);
  const rows = [...copy.rows.values()].filter(
    ({ entity, data }) => entity === 'conflict' && data?.['rowId'] === id,
  );
  return rows.map(({ data }) => data ?? {});
}

test('[CE6] of two edits on one base the later intent stands, whichever arrives last, and the loser is kept', async () => {
  for (const [arrivesFirst, arrivesLast, stands] of [
    [10, 20, '后到'],
    [20, 10, '先到'],
  ] as const) {
    const { id, seq: base } = await createClient(laptop, { city: '原来' });
    const start = now;
    now += 60_000;
    const edit = { entity: 'client', op: 'patch', id, base } as const;
    await pushOne(laptop, { ...edit, patch: { city: '先到' }, hlc: hlcAt(start + arrivesFirst) });
    const second = await pushOne(desk, { ...edit, patch: { city: '后到' }, hlc: hlcAt(start + arrivesLast) });
    expect(second).toMatchObject({ status: 'merged', row: { data: { city: stands } } });
    const loser = stands === '后到' ? '先到' : '后到';
    expect(await conflictsOf(id)).toMatchObject([
      {
        field: 'city',
        winner: JSON.stringify(stands),
        loser: JSON.stringify(loser),
        rule: 'lww',
        decidedAt: now,
      },
    ]);
  }
});

test('[CE6] a clock two years ahead does not win for ever', async () => {
  const { id, seq: base } = await createClient(laptop);
  const edit = { entity: 'client', op: 'patch', id, base } as const;
  await pushOne(laptop, { ...edit, patch: { city: '未来' }, hlc: hlcAt(now + 730 * dayMs) });
  now += hourMs;
  const second = await pushOne(desk, { ...edit, patch: { city: '现在' }, hlc: hlcAt(now) });
  expect(second.row?.data?.['city']).toBe('现在');
});

test('[CE6] a clock two years behind counts as the last contact, so it beats what was written before', async () => {
  const { id, seq: base } = await createClient(laptop);
  const edit = { entity: 'client', op: 'patch', id, base } as const;
  now += hourMs;
  await pushOne(desk, { ...edit, patch: { city: '早' }, hlc: hlcAt(now) });
  now += hourMs;
  await laptop.api.bootstrap({});
  now += hourMs;
  const slow = await pushOne(laptop, { ...edit, patch: { city: '慢钟' }, hlc: hlcAt(now - 730 * dayMs) });
  expect(slow.row?.data?.['city']).toBe('慢钟');
});

test('[CE6] the second push of one reconnection keeps the bound of the first', async () => {
  const { id, seq: base } = await createClient(laptop);
  const edit = { entity: 'client', op: 'patch', id, base } as const;
  const wentOffline = now;
  now += 8 * hourMs;
  await pushOne(desk, { ...edit, patch: { city: '下午' }, hlc: hlcAt(wentOffline + 7 * hourMs) });
  await pushOne(laptop, { entity: 'tag', patch: tagData(id), hlc: hlcAt(wentOffline + hourMs) });
  now += 40_000;
  const older = await pushOne(laptop, {
    ...edit,
    patch: { city: '上午' },
    hlc: hlcAt(wentOffline + 2 * hourMs),
  });
  expect(older).toMatchObject({ status: 'merged', row: { data: { city: '下午' } } });
});

test('[CE5] edits of different fields on one base both stand', async () => {
  const { id, seq: base } = await createClient(laptop);
  await pushOne(laptop, { entity: 'client', op: 'patch', id, base, patch: { city: '苏州' } });
  const other = await pushOne(desk, {
    entity: 'client',
    op: 'patch',
    id,
    base,
    patch: { occupation: '教师' },
  });
  expect(other).toMatchObject({ status: 'applied', row: { data: { city: '苏州', occupation: '教师' } } });
});

test('[CE5] a device may edit one field again and again without waiting for answers', async () => {
  const { id, seq: base } = await createClient(laptop);
  const edit = { entity: 'client', op: 'patch', id, base } as const;
  const results = await pushAll(
    laptop,
    mutationOf({ ...edit, patch: { city: '一' }, hlc: hlcAt(now) }),
    mutationOf({ ...edit, patch: { city: '二' }, hlc: hlcAt(now) }),
  );
  expect(results.map(({ status }) => status)).toEqual(['applied', 'applied']);
  expect(results[1]?.row?.data?.['city']).toBe('二');
});

test('[CE7] the owner stays, the rest of the patch is taken, and the attempt is kept', async () => {
  const { id, seq: base } = await createClient(laptop);
  const patch = { ownerManagerId: 'someone', city: '南京' };
  const result = await pushOne(laptop, { entity: 'client', op: 'patch', id, base, patch });
  expect(result).toMatchObject({
    status: 'merged',
    row: { data: { ownerManagerId: laptop.managerId, city: '南京' } },
  });
  expect(await conflictsOf(id)).toMatchObject([
    { field: 'ownerManagerId', rule: 'server-wins', loser: '"someone"' },
  ]);
});

test('[CE10] deleting a row that changed meanwhile keeps the newer values as conflicts', async () => {
  const { id } = await createClient(laptop);
  const tag = await pushOne(laptop, { entity: 'tag', patch: tagData(id, '旧名') });
  const { id: tagId, seq: base } = tag.row ?? { id: '', seq: 0 };
  await pushOne(desk, { entity: 'tag', op: 'patch', id: tagId, base, patch: { name: '新名' } });
  const removal = await pushOne(laptop, { entity: 'tag', op: 'delete', id: tagId, base });
  expect(removal).toMatchObject({ status: 'merged', row: { data: null } });
  expect(await conflictsOf(tagId)).toMatchObject([
    { field: 'name', rule: 'delete', loser: '"新名"', winner: 'null' },
  ]);
});

test('[CE6] conflicts travel to everyone of the client', async () => {
  const copy = await firstSync(desk);
  const { id, seq: base } = await createClient(laptop);
  const edit = { entity: 'client', op: 'patch', id, base } as const;
  await pushOne(laptop, { ...edit, patch: { city: '甲' } });
  await pushOne(desk, { ...edit, patch: { city: '乙' } });
  await catchUp(desk, copy);
  const kept = [...copy.rows.values()].filter(
    ({ entity, scope }) => entity === 'conflict' && scope === `client:${id}`,
  );
  expect(kept).toHaveLength(1);
});
