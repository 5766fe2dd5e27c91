import { levelCounts, type Standing } from '#core/risk/level.ts';
import type { ShelvedProduct } from '#core/risk/shelf-version.ts';
import { ratingIndex, ratingUsed, type Rating } from '#core/risk/rating.ts';
import type { SuitabilityRules } from '#core/risk/suitability.ts';

export interface Share {
  readonly key: string;
  /** Sum in fen. */
  readonly amountFen: number;
  readonly count: number;
}

/** Divides amounts (fen) by a key, in the order of the keys; the shares add up to the total exactly. */
export function sharesBy<Item extends { readonly amountFen: number }>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): Share[] {
  const shares = new Map<string, { amountFen: number; count: number }>();
  for (const item of items) {
    const share = shares.get(keyOf(item)) ?? { amountFen: 0, count: 0 };
    shares.set(keyOf(item), { amountFen: share.amountFen + item.amountFen, count: share.count + 1 });
  }
  return [...shares].map(([key, share]) => ({ key, ...share })).sort((a, b) => (a.key < b.key ? -1 : 1));
}

/**
 * True when a rating lies above the level that counts; null where either is not known. Only tells: holders may
 * keep what they hold (NFRA 22).
 */
export function isOverLevel(
  rating: Rating | null,
  standing: Standing | null,
  rules: SuitabilityRules | null,
): boolean | null {
  if (rules === null || rating === null || standing === null || !levelCounts(standing)) return null;
  return rules.matrix[standing.level][ratingIndex(rating)] !== 'OK';
}

/** True for a product to begin with: on sale, for everyone, with a minimum that asks for no courage (S2.4, S3.3). */
export function isStarter(product: ShelvedProduct, starterUpToFen: number): boolean {
  const { status, isPrivate, minAmountFen } = product;
  const isOpen = status === 'ON_SALE' && !isPrivate && ratingUsed(product) !== null;
  return isOpen && minAmountFen <= starterUpToFen;
}
