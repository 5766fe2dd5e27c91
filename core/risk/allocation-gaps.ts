import type { ProductFields } from '#core/risk/product.ts';

/** A product that may be proposed to a client, as far as a gap is concerned. */
export interface Proposable {
  readonly id: string;
  readonly kind: ProductFields['kind'];
  readonly minAmountFen: number;
}

/** A kind of product of which the client holds nothing, and what could be proposed of it, smallest entry first. */
export interface AllocationGap<Product extends Proposable> {
  readonly kind: ProductFields['kind'];
  readonly products: Product[];
}

/** How many products a gap names: a choice, not a catalogue. */
const mostOfKind = 3;

/**
 * Returns the kinds of which nothing is held, each with products to propose. `suitable` must have passed the gate: a gap
 * is never a reason to name what does not suit (S0.9).
 */
export function allocationGapsIn<Product extends Proposable>(
  heldKinds: ReadonlySet<string>,
  suitable: readonly Product[],
): AllocationGap<Product>[] {
  const byKind = Map.groupBy(
    suitable.filter(({ kind }) => !heldKinds.has(kind)),
    ({ kind }) => kind,
  );
  return [...byKind]
    .map(([kind, products]) => ({
      kind,
      products: products
        .toSorted((a, b) => a.minAmountFen - b.minAmountFen || (a.id < b.id ? -1 : 1))
        .slice(0, mostOfKind),
    }))
    .sort((a, b) => (a.kind < b.kind ? -1 : 1));
}
