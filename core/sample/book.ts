import type { Random } from '#core/base/ids.ts';
import type { BusinessDay, Instant } from '#core/base/time.ts';
import type { Seal } from '#core/events/ticket.ts';
import type { Entity } from '#core/sync/entities.ts';

/** A row of the sample book, ready for the centre or a test store. */
export interface SampleRow {
  readonly entity: Entity;
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface SampleManager {
  readonly id: string;
  readonly name: string;
}

export interface SampleProduct {
  readonly id: string;
  readonly termDays: number | null;
  readonly minAmountFen: number;
  readonly status: string;
}

/** What a book is made from; the same ingredients always give the same rows. */
export interface SampleIngredients {
  readonly seed: number;
  readonly clients: number;
  /** "Today" of the book: its salon takes place on this day, its boundary clients are counted from it. */
  readonly today: BusinessDay;
  readonly now: Instant;
  readonly branchName: string;
  readonly managers: readonly [SampleManager, ...SampleManager[]];
  /** Seals tickets with a salon's key; core owns no crypto. Without it the book's salons have no key. */
  readonly sealWith?: (ticketKey: string) => Seal;
}

/** What the makers of single rows share while a book is written. */
export interface SampleKit {
  readonly random: Random;
  readonly newId: () => string;
  readonly now: Instant;
  readonly today: BusinessDay;
  readonly products: readonly SampleProduct[];
  /** Books beyond a few thousand clients carry less history per client. */
  readonly isSparse: boolean;
}

/** Returns one of the items, each as likely as the next. */
export function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('Nothing to pick from.');
  return item;
}

/** Returns one of the items with the given weights. */
export function pickWeighted<Item>(random: Random, items: readonly (readonly [Item, number])[]): Item {
  const total = items.reduce((sum, [, weight]) => sum + weight, 0);
  let rest = random() * total;
  for (const [item, weight] of items) {
    rest -= weight;
    if (rest < 0) return item;
  }
  return pick(
    random,
    items.map(([item]) => item),
  );
}

/** Returns a whole number from `least` to `most`, both included. */
export function between(random: Random, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}

/** Makes UUIDv7-shaped ids from a seeded source, so that the same seed gives the same ids. */
export function seededIds(random: Random, at: Instant): () => string {
  const time = at.toString(16).padStart(12, '0');
  const hex = (digits: number): string =>
    Math.floor(random() * 16 ** digits)
      .toString(16)
      .padStart(digits, '0');
  return () => `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-a${hex(3)}-${hex(6)}${hex(6)}`;
}
