import type { Instant } from '#core/base/time.ts';
import type { RuleVersionFields } from '#core/risk/rule-version.ts';
import { shelfVersion, shelvedProduct, type ShelvedProduct } from '#core/risk/shelf-version.ts';

/** What was published of the shelf, whether it is in force already or not. */
export interface PublishedShelf {
  /** The newest words of every product by id. */
  readonly products: ReadonlyMap<string, ShelvedProduct>;
  /** From when those words are in force, by id. */
  readonly beginsAt: ReadonlyMap<string, Instant>;
  readonly lastNumber: number;
}

/** Reads the shelf out of what a branch was given. */
export function publishedShelf(versions: readonly RuleVersionFields[]): PublishedShelf {
  const products = new Map<string, ShelvedProduct>();
  const beginsAt = new Map<string, Instant>();
  const shelves = versions.filter(({ kind }) => kind === 'SHELF').toSorted((a, b) => a.number - b.number);
  for (const { content, effectiveFrom } of shelves) {
    for (const product of shelfVersion.parse(JSON.parse(content)).products) {
      products.set(product.id, shelvedProduct.parse(product));
      beginsAt.set(product.id, effectiveFrom);
    }
  }
  return { products, beginsAt, lastNumber: shelves.at(-1)?.number ?? 0 };
}
