import { z } from 'zod';
import { idField, instantField, ratingField } from '#core/sync/fields.ts';

/**
 * The rating a product is judged by became another one: said by the centre with the product that changed. Everyone who
 * holds it is matched anew and told; nobody is forced out (NFRA 22).
 */
export const ratingChangeFields = z.object({
  productId: idField,
  /** The higher of issuer's and seller's rating before and after; null where one of them was missing. */
  ratingBefore: ratingField.nullable(),
  ratingAfter: ratingField.nullable(),
  changedAt: instantField,
});
export type RatingChangeFields = z.infer<typeof ratingChangeFields>;
