import { sumKinds } from '#core/sync/compare.ts';
import type { DigestTables } from '#core/sync/protocol.ts';
import type { BucketSum, HashedRow } from '#central/store/shapes.ts';
import type { CentralStore, Snapshot } from '#central/store/store.ts';
import type { Author } from '#central/sync/author.ts';
import { readStanding } from '#central/sync/position.ts';

export interface Digest {
  readonly current: boolean;
  readonly seq: number;
  readonly tables: DigestTables;
}

export interface DigestInput {
  readonly cursor: string;
  /** One sum for each kind of row, or for each of its buckets. */
  readonly by: 'bucket' | 'kind';
}

/** Returns the digest of every living row this device may see, from the hashes kept with the rows (sync.md §2.11). */
export function digest(store: CentralStore, author: Author, { cursor, by }: DigestInput): Promise<Digest> {
  return store.read(author.tenantId, async (snapshot) => {
    const seq = await seqOf(snapshot, author, cursor);
    if (await snapshot.hasNews(author.managerId, seq)) return { current: false, seq, tables: {} };
    const buckets = await snapshot.digestBuckets(author.managerId);
    const tables = tablesOf(buckets);
    return { current: true, seq, tables: by === 'kind' ? sumKinds(tables) : tables };
  });
}

export interface DigestRowsInput {
  readonly cursor: string;
  /** `entity/bucket`, as in `client/3f`. */
  readonly buckets: readonly string[];
}

/** Returns what each living row of some buckets hashes to, for a device whose digest differs there. */
export function digestRows(
  store: CentralStore,
  author: Author,
  { cursor, buckets }: DigestRowsInput,
): Promise<{ current: boolean; rows: HashedRow[] }> {
  return store.read(author.tenantId, async (snapshot) => {
    const seq = await seqOf(snapshot, author, cursor);
    if (await snapshot.hasNews(author.managerId, seq)) return { current: false, rows: [] };
    return { current: true, rows: await snapshot.digestRows(author.managerId, buckets) };
  });
}

async function seqOf(snapshot: Snapshot, author: Author, cursor: string): Promise<number> {
  const { open } = await readStanding(snapshot, author);
  return (await open('pull', cursor)).seq;
}

function tablesOf(buckets: readonly BucketSum[]): DigestTables {
  const tables: DigestTables = {};
  for (const { entity, bucket, count, hi, lo } of buckets) {
    const table = (tables[entity] ??= {});
    table[bucket] = [count, hi, lo];
  }
  return tables;
}
