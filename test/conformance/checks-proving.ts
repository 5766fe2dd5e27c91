import { randomUUID } from 'node:crypto';
import { claim, same } from '#test/conformance/claim.ts';
import type { Device } from '#test/conformance/device.ts';
import { digestOf, limbs } from '#test/conformance/hash.ts';
import { client, create, deleteOf, note, patchOf } from '#test/conformance/made.ts';
import { query, type Row } from '#test/conformance/wire.ts';
import type { Check } from '#test/conformance/world.ts';

interface Digest {
  readonly current: boolean;
  readonly seq: number;
  readonly tables: Record<string, Record<string, number[]>>;
}

interface DigestRows {
  readonly current: boolean;
  readonly rows: [entity: string, id: string, seq: number, hi: number, lo: number][];
}

const digestFor = (device: Device): Promise<Digest> =>
  device.fine({ path: query('/v1/sync/digest', { cursor: device.cursor }) });

const digestRowsFor = (device: Device, buckets: readonly string[]): Promise<DigestRows> =>
  device.fine({ path: '/v1/sync/digest-rows', body: { cursor: device.cursor, buckets } });

const rowsFor = async (device: Device, keys: readonly object[]): Promise<Row[]> =>
  (await device.fine<{ rows: Row[] }>({ path: '/v1/sync/rows', body: { keys } })).rows;

/** Rows whose text is easy to hash wrongly. */
async function fill(device: Device): Promise<Row> {
  const extra = { 乙: '1', z: '2', A: '\u2028"\\\u0001', '😀': '3', '\ufb33': '4' };
  const row = await device.done(create('client', client({ name: '赵"测\\试\n😀', extra })));
  await device.push(...Array.from({ length: 20 }, (_, index) => create('note', note(row.id, `记${index}`))));
  return row;
}

/** Proof that two copies are the same, and what to do where they are not. */
export const provingChecks: readonly Check[] = [
  {
    name: 'the hash of the document’s example comes out as written there',
    run: async () => {
      const hash = limbs('note', 'n1', { text: '甲', clientId: 'c1' });
      same(hash, [27_553_504, 31_418_565], 'the two limbs');
    },
  },
  {
    name: 'the centre’s digest is that of the rows it sent, by one’s own reckoning',
    run: async (world) => {
      const desk = await world.desk();
      await fill(desk);
      await desk.pull();
      const { current, tables } = await digestFor(desk);
      same(current, true, 'it speaks of this state');
      same(tables, digestOf(desk.rows.values()), 'every bucket of every kind');
    },
  },
  {
    name: 'by kind it is one sum for each kind, of the same rows',
    run: async (world) => {
      const desk = await world.desk();
      await fill(desk);
      const asked = { cursor: desk.cursor, by: 'kind' };
      await desk.pull();
      const late = await desk.fine<Digest>({ path: query('/v1/sync/digest', asked) });
      same([late.current, late.tables], [false, {}], 'of a later state it says nothing');
      const path = query('/v1/sync/digest', { ...asked, cursor: desk.cursor });
      const { current, tables } = await desk.fine<Digest>({ path });
      const sums = Object.entries(digestOf(desk.rows.values())).map(([kind, buckets]) => {
        const sum = (place: number): number =>
          Object.values(buckets).reduce((total, bucket) => total + (bucket[place] ?? 0), 0);
        return [kind, { '*': [sum(0), sum(1), sum(2)] }];
      });
      same([current, tables], [true, Object.fromEntries(sums)], 'the sum of every kind');
    },
  },
  {
    name: 'the digest follows changes, deletions and clients that come and go',
    run: async (world) => {
      const [one, two] = await world.pair();
      const row = await fill(one);
      const gone = await one.done(create('client', client()));
      await one.done(patchOf(row, { city: '苏州' }));
      await one.push(deleteOf(gone));
      await world.assign(two, row.id);
      for (const desk of [one, two]) {
        await desk.pull();
        same((await digestFor(desk)).tables, digestOf(desk.rows.values()), 'after all that');
      }
    },
  },
  {
    name: 'a digest of a later state says so and proves nothing',
    run: async (world) => {
      const [one, two] = await world.twoOfOne();
      await fill(one);
      same(await digestFor(two), { ...(await digestFor(two)), current: false, tables: {} }, 'not current');
      same(await digestRowsFor(two, ['note/00']), { current: false, rows: [] }, 'nor row by row');
      await two.pull();
      same((await digestFor(two)).current, true, 'current after pulling');
    },
  },
  {
    name: 'the rows behind a bucket are named with their hashes, and no others',
    run: async (world) => {
      const desk = await world.desk();
      const row = await fill(desk);
      await desk.pull();
      const [first] = desk.ofKind('note');
      claim(first !== undefined, 'a note');
      const buckets = [`client/${row.id.slice(-2)}`, `note/${first.id.slice(-2)}`, 'note/zz', 'unheardOf/00'];
      const { current, rows } = await digestRowsFor(desk, buckets);
      const wanted = [...desk.rows.values()].filter(({ entity, id }) =>
        buckets.includes(`${entity}/${id.slice(-2)}`),
      );
      same(current, true, 'it speaks of this state');
      same(
        rows.toSorted(byId),
        wanted
          .map(({ entity, id, seq, data }) => [entity, id, seq, ...limbs(entity, id, data)] as const)
          .toSorted(byId),
        'the rows of the buckets',
      );
    },
  },
  {
    name: 'rows by name come as they stand, tombstones included, and none from out of sight',
    run: async (world) => {
      const [one, two] = await world.pair();
      const row = await one.done(create('client', client()));
      const gone = await one.done(create('client', client()));
      await one.push(deleteOf(gone));
      const foreign = await two.done(create('client', client()));
      const names = [row, gone, foreign].map(({ entity, id }) => ({ entity, id }));
      const found = await rowsFor(one, [
        ...names,
        { entity: 'client', id: randomUUID() },
        { entity: 'x', id: 'y' },
      ]);
      const byName = new Map(found.map((entry) => [entry.id, entry]));
      same(byName.size, 2, 'what is unknown or out of sight is left out');
      same(byName.get(row.id), row, 'a living row');
      same(
        [byName.get(gone.id)?.data, (byName.get(gone.id)?.seq ?? 0) > gone.seq],
        [null, true],
        'a tombstone',
      );
    },
  },
];

function byId(
  a: readonly [string, string, ...unknown[]],
  b: readonly [string, string, ...unknown[]],
): number {
  return `${a[0]} ${a[1]}` < `${b[0]} ${b[1]}` ? -1 : 1;
}
