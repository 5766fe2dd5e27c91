import { z } from 'zod';
import type { Instant } from '#core/base/time.ts';
import { productFields, type ProductFields } from '#core/risk/product.ts';
import { dayField, idField } from '#core/sync/fields.ts';

/** The one name of everything published for the shelf. */
export const shelfName = 'shelf';

/** Products as they stand from a day on; whoever is not named stays as an earlier version has it. */
export const shelfVersion = z.object({
  id: z.literal(shelfName),
  version: z.int().positive(),
  effectiveFrom: dayField,
  products: z.array(productFields.extend({ id: idField })).min(1),
});
export type ShelfVersion = z.infer<typeof shelfVersion>;

/** A published version of the shelf; null where it is signed and cannot be read by this program. */
export interface DatedShelf {
  readonly number: number;
  readonly effectiveFrom: Instant;
  readonly content: ShelfVersion | null;
}

/** A product as a version of the shelf has it. */
export interface ShelvedProduct extends ProductFields {
  readonly id: string;
}

/**
 * Returns the products in force at an instant by id: of each the version that began last, of equals the higher number.
 * Null where a version in force cannot be read: which products it is about is not known, so nothing is.
 */
export function shelfAt(
  versions: readonly DatedShelf[],
  at: Instant,
): ReadonlyMap<string, ShelvedProduct> | null {
  const begun = versions
    .filter(({ effectiveFrom }) => effectiveFrom <= at)
    .toSorted((a, b) => a.effectiveFrom - b.effectiveFrom || a.number - b.number);
  const found = new Map<string, ShelvedProduct>();
  for (const { content } of begun) {
    if (content === null) return null;
    for (const product of content.products) found.set(product.id, product);
  }
  return found;
}
