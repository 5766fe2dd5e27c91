import { expect, test } from 'vitest';
import { parts } from '#test/conformance/checks.ts';
import { startLyingProxy, type Lie } from '#test/conformance/lying-proxy.ts';
import type { Page, Result, Row } from '#test/conformance/wire.ts';
import { World } from '#test/conformance/world.ts';
import { centralOfFile } from '#test/support/central-server.ts';

const central = centralOfFile();

/** Alters the answers of one path. */
const at =
  <Body>(path: string, alter: (body: Body) => unknown): Lie =>
  (called, body) =>
    called === path ? alter(body as Body) : body;

const pulled = (alter: (page: Page) => unknown): Lie => at('/v1/sync/pull', alter);
const pushed = (alter: (result: Result) => unknown): Lie =>
  at<{ results: Result[] }>('/v1/sync/push', (body) => ({ ...body, results: body.results.map(alter) }));
const withoutTail = (rows: readonly Row[]): readonly Row[] => rows.slice(0, -1);

/** A lie, and the part of the checks that must find it out. */
const lies: readonly (readonly [name: string, part: string, lie: Lie])[] = [
  ['forgets to say what was lost', 'scopes', pulled((page) => ({ ...page, access: [] }))],
  [
    'leaves out the last row of a page',
    'reading',
    pulled((page) => ({ ...page, rows: withoutTail(page.rows) })),
  ],
  ['stays at the old cursor', 'reading', pulled((page) => ({ ...page, cursor: page.from, more: false }))],
  ['answers an earlier question', 'reading', pulled((page) => ({ ...page, from: `${page.from}x` }))],
  ['sends rows out of order', 'reading', pulled((page) => ({ ...page, rows: page.rows.toReversed() }))],
  [
    'counts the rows of a first sync wrongly',
    'reading',
    at<{ total: number }>('/v1/sync/bootstrap', (page) => ({ ...page, total: page.total + 1 })),
  ],
  [
    'answers an earlier question of a first sync',
    'reading',
    at<{ from: string | null }>('/v1/sync/bootstrap', (page) => ({ ...page, from: null })),
  ],
  [
    'leaves a row out of a first sync',
    'reading',
    at<{ rows: Row[] }>('/v1/sync/bootstrap', (page) => ({ ...page, rows: withoutTail(page.rows) })),
  ],
  [
    'calls a replay a first time',
    'pushing',
    pushed((result) => (result.status === 'duplicate' ? { ...result, status: 'applied' } : result)),
  ],
  [
    'calls a refusal a success',
    'pushing',
    pushed((result) => ({ ...result, status: 'applied', code: null })),
  ],
  [
    'decides what it should hold',
    'pushing',
    pushed((result) => (result.status === 'held' ? { ...result, status: 'rejected' } : result)),
  ],
  [
    'answers with the row of before',
    'pushing',
    pushed((result) =>
      result.row ? { ...result, row: { ...result.row, data: { ...result.row.data, city: null } } } : result,
    ),
  ],
  [
    'hides conflicts',
    'merging',
    pulled((page) => ({ ...page, rows: page.rows.filter(({ entity }) => entity !== 'conflict') })),
  ],
  [
    'calls a merge clean',
    'merging',
    pushed((result) => (result.status === 'merged' ? { ...result, status: 'applied' } : result)),
  ],
  [
    'adds one to a hash',
    'proving',
    at<{ tables: Record<string, Record<string, number[]>> }>('/v1/sync/digest', (body) => {
      const [bucket] = Object.values(body.tables['note'] ?? {});
      if (bucket) bucket[2] = (bucket[2] ?? 0) + 1;
      return body;
    }),
  ],
  [
    'repeats back an old digest as current',
    'proving',
    at('/v1/sync/digest', (body: object) => ({ ...body, current: true })),
  ],
  [
    'leaves a row out of a bucket',
    'proving',
    at<{ rows: unknown[] }>('/v1/sync/digest-rows', (body) => ({ ...body, rows: body.rows.slice(1) })),
  ],
  [
    'says a tombstone never was',
    'proving',
    at<{ rows: Row[] }>('/v1/sync/rows', (body) => ({ rows: body.rows.filter(({ data }) => data !== null) })),
  ],
  [
    'gives a fork the name of its forebear',
    'counting',
    (path, body) => (path === '/v1/sync/fork' ? { ...body, deviceToken: 'x' } : body),
  ],
  ['loses what a revoked device handed in', 'devices', at('/admin/quarantine', () => [])],
  ['speaks another protocol', 'doors', at('/v1/info', (body: object) => ({ ...body, protocol: 1 }))],
];

/** How many checks of a part a centre breaks. */
async function broken(url: string, part: string): Promise<number> {
  const world = new World({ url, adminToken: central.adminToken });
  let count = 0;
  for (const { run } of parts[part] ?? []) {
    await run(world).catch(() => {
      count += 1;
    });
  }
  return count;
}

test('[CE58] a centre that only passes on is found honest', async () => {
  const { url, close } = await startLyingProxy(central.url, (_, body) => body);
  const found: Record<string, number> = {};
  for (const part of new Set(lies.map(([, name]) => name))) found[part] = await broken(url, part);
  await close();
  expect(Object.values(found)).toEqual(Object.keys(found).map(() => 0));
});

for (const [name, part, lie] of lies) {
  test(`[CE58] a centre that ${name} is found out`, async () => {
    const { url, close } = await startLyingProxy(central.url, lie);
    const count = await broken(url, part);
    await close();
    expect(count).toBeGreaterThan(0);
  });
}
