import { z } from 'zod';
import { businessDayOf, type Instant } from '#core/base/time.ts';
import { productFields } from '#core/risk/product.ts';
import { canonicalJson } from '#core/sync/canonical.ts';
import { dayField, idField } from '#core/sync/fields.ts';

/** The one name of everything published for the shelf. */
export const shelfName = 'shelf';

/** Products as they stand from a day on; whoever is not named stays as an earlier version has it. */
export const shelfVersion = z.object({
  id: z.literal(shelfName),
  version: z.int().positive(),
  effectiveFrom: dayField,
  /** Read one by one: what a later program says of a product must not hide the others. */
  products: z.array(z.looseObject({ id: idField })).min(1),
});
export type ShelfVersion = z.infer<typeof shelfVersion>;

/** A published version of the shelf; null where it is signed and cannot be read by this program. */
export interface DatedShelf {
  readonly number: number;
  readonly effectiveFrom: Instant;
  readonly content: ShelfVersion | null;
}

/** A product as a version of the shelf has it. */
export const shelvedProduct = productFields.extend({
  id: idField,
  /** A status that this program does not know blocks the product, and only that one. */
  status: z.enum([...productFields.shape.status.options, 'UNKNOWN']).catch('UNKNOWN'),
});
export type ShelvedProduct = Readonly<z.infer<typeof shelvedProduct>>;

/** Returns what a version of the shelf holds, as text to be signed. */
export function shelfContent(
  { number, effectiveFrom }: { readonly number: number; readonly effectiveFrom: Instant },
  products: readonly ShelvedProduct[],
): string {
  const day = businessDayOf(effectiveFrom);
  return canonicalJson({ id: shelfName, version: number, effectiveFrom: day, products });
}

/**
 * Returns the products in force at an instant by id: of each the version that began last, of equals the higher number.
 * A product that cannot be read is not among them; where a whole version in force cannot be, nothing is.
 */
export function shelfAt(versions: readonly DatedShelf[], at: Instant): ReadonlyMap<string, ShelvedProduct> {
  const begun = versions
    .filter(({ effectiveFrom }) => effectiveFrom <= at)
    .toSorted((a, b) => a.effectiveFrom - b.effectiveFrom || a.number - b.number);
  const found = new Map<string, ShelvedProduct>();
  for (const { content } of begun) {
    if (content === null) return new Map();
    for (const product of content.products) {
      const read = shelvedProduct.safeParse(product);
      if (read.success) found.set(product.id, read.data);
      else found.delete(product.id);
    }
  }
  return found;
}
