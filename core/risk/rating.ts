import type { ProductFields } from '#core/risk/product.ts';

export type Rating = NonNullable<ProductFields['issuerRating']>;
const ratings: readonly string[] = ['R1', 'R2', 'R3', 'R4', 'R5'];

/** Returns 0–4 for R1–R5, or -1 for anything else. */
export function ratingIndex(rating: string | null): number {
  return rating === null ? -1 : ratings.indexOf(rating);
}

/**
 * Returns the rating a product is judged by: the higher of issuer's and seller's (NFRA 22), or null where one
 * of them is missing, because then nobody can say which is higher.
 */
export function ratingUsed(product: Pick<ProductFields, 'issuerRating' | 'sellerRating'>): Rating | null {
  const issuer = ratingIndex(product.issuerRating);
  const seller = ratingIndex(product.sellerRating);
  if (issuer < 0 || seller < 0) return null;
  return ratings[Math.max(issuer, seller)] as Rating;
}
