import { seededRandom } from '#core/base/ids.ts';

/** A reproducible source of choices. Each thing that is decided has its own, so that leaving one out moves no other. */
export interface Dice {
  /** A number in [0, 1). */
  readonly next: () => number;
  /** An integer in [0, below). */
  readonly int: (below: number) => number;
  readonly chance: (share: number) => boolean;
  /** One of a list that is not empty. */
  readonly pick: <Item>(list: readonly Item[]) => Item;
  /** One of the entries with a positive weight, the heavier the likelier. */
  readonly weighed: <Name extends string>(weights: Readonly<Record<Name, number>>) => Name;
}

/** Makes dice from a seed. */
export function dice(seed: number): Dice {
  const next = seededRandom(seed);
  const int = (below: number) => Math.floor(next() * below);
  return {
    next,
    int,
    chance: (share) => next() < share,
    pick: (list) => list[int(list.length)] as (typeof list)[number],
    weighed: (weights) => pickWeighed(weights, next()),
  };
}

function pickWeighed<Name extends string>(weights: Readonly<Record<Name, number>>, at: number): Name {
  const entries = Object.entries(weights) as [Name, number][];
  let left = at * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [name, weight] of entries) {
    left -= weight;
    if (left < 0) return name;
  }
  return (entries.at(-1) as [Name, number])[0];
}

/** Returns a 32-bit number that stands for a text: FNV-1a, for traces and derived seeds. */
export function hashText(text: string, from = 0x811c9dc5): number {
  let hash = from;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
