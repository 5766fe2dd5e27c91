import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { businessDayOf } from '#core/base/time.ts';
import { bucketOf, rowHash } from '#core/sync/digest.ts';
import { makeSampleBook } from '#core/sample/make-book.ts';
import { loadSample } from '#central/sample.ts';
import { centralOfFile } from '#test/support/central-server.ts';
import { catchUp, createClient, firstSync, pushOne } from '#test/support/wire.ts';

const now = 1_790_000_000_000;
const managers = [
  { id: '01940000-0000-7000-9000-000000000001', name: '林若溪' },
  { id: '01940000-0000-7000-9000-000000000002', name: '陈思远' },
] as const;

const central = centralOfFile();

test('[CE27] a sample book lies at the centre as if it had been pushed: each manager gets their own rows, and more can follow', async () => {
  const tenantId = await central.createBranch();
  const ingredients = {
    seed: 7,
    clients: 120,
    today: businessDayOf(now),
    now,
    branchName: '支行',
    managers: [...managers],
  };
  const book = [...makeSampleBook({ ...ingredients, managers: [managers[0], managers[1]] })];
  const told: number[] = [];
  const stored = await loadSample(central.store, {
    tenantId,
    managers,
    rows: book,
    now,
    onProgress: (done) => told.push(done),
  });
  // The shelf it publishes, and the key it is signed with.
  expect([stored, told.at(-1)]).toEqual([book.length + 2, book.length]);

  const [first, second] = await Promise.all(managers.map(({ id }) => central.enrol(tenantId, id)));
  if (!first || !second) throw new Error('No devices.');
  const copy = await firstSync(first, 100);
  const clients = book.filter(
    ({ entity, data }) => entity === 'client' && data['ownerManagerId'] === first.managerId,
  );
  const held = [...copy.rows.values()].filter(({ entity }) => entity === 'client');
  expect(held.map(({ id }) => id).sort()).toEqual(clients.map(({ id }) => id).sort());

  const { current, tables } = await first.api.digest({ cursor: copy.cursor });
  const sums = held.map(({ entity, id, data }) => ({ id, ...rowHash(sha256, entity, id, data ?? {}) }));
  const [someone] = sums;
  const bucket = bucketOf(someone?.id ?? '');
  const inBucket = sums.filter(({ id }) => bucketOf(id) === bucket);
  const total = (limb: 'hi' | 'lo'): number => inBucket.reduce((sum, hash) => sum + hash[limb], 0);
  expect(current).toBe(true);
  expect(tables.client?.[bucket]).toEqual([inBucket.length, total('hi'), total('lo')]);

  const target = held[0];
  const edit = { entity: 'client', op: 'patch', id: target?.id ?? '', base: target?.seq ?? 0 } as const;
  expect((await pushOne(first, { ...edit, patch: { city: '苏州' } })).status).toBe('applied');
  expect((await pushOne(second, { ...edit, patch: { city: '杭州' } })).code).toBe('NO_ACCESS');
  await createClient(first);
  await catchUp(first, copy);
  expect(copy.rows).toEqual((await firstSync(first)).rows);
});

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
