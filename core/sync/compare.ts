import type { DigestTables } from '#core/sync/protocol.ts';

/** Whether two copies hold the same rows, how many, and in which buckets (`client/3f`) they differ. */
export interface Comparison {
  readonly isEqual: boolean;
  readonly rows: number;
  readonly differing: string[];
}

type Buckets = Readonly<Record<string, readonly number[]>>;

/** Compares two digests bucket by bucket; `rows` counts the first side. */
export function compareDigests(own: DigestTables, other: DigestTables): Comparison {
  const tables = [...new Set([...Object.keys(own), ...Object.keys(other)])].sort();
  const differing: string[] = [];
  let rows = 0;
  for (const table of tables) {
    const mine = (own as Record<string, Buckets>)[table] ?? {};
    const theirs = (other as Record<string, Buckets>)[table] ?? {};
    for (const bucket of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
      rows += mine[bucket]?.[0] ?? 0;
      if (!isSame(mine[bucket], theirs[bucket])) differing.push(`${table}/${bucket}`);
    }
  }
  return { isEqual: differing.length === 0, rows, differing: differing.sort() };
}

/** Returns a digest with one sum for each kind of row, named `*`, in place of its buckets. */
export function sumKinds(tables: DigestTables): DigestTables {
  const kinds = Object.entries(tables).map(([kind, buckets]) => {
    const sum = (place: 0 | 1 | 2): number =>
      Object.values(buckets).reduce((total, bucket) => total + bucket[place], 0);
    return [kind, { '*': [sum(0), sum(1), sum(2)] }];
  });
  return Object.fromEntries(kinds) as DigestTables;
}

function isSame(a: readonly number[] = [0, 0, 0], b: readonly number[] = [0, 0, 0]): boolean {
  return a[0] === b[0] && a[1] === b[1] && a[2] === b[2];
}
