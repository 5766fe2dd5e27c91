import { shelfOf } from '#workstation/risk/rule-book.ts';
import type { ShelvedProduct } from '#core/risk/shelf-version.ts';
import type { Id } from '#core/base/ids.ts';
import { allocationGapsIn, type AllocationGap } from '#core/risk/allocation-gaps.ts';
import type { Verdict } from '#core/risk/finding.ts';
import { holdingsOf } from '#db/queries/products.ts';
import { productGate } from '#workstation/risk/product-gate.ts';
import { mostFrequent } from '#workstation/risk/shelf.ts';
import type { Station } from '#workstation/station.ts';

/** A product that suits, with what is still to be done before it is recommended. */
interface Suitable extends ShelvedProduct {
  readonly openSteps: Verdict['steps'];
}

/** What could be proposed for the kinds a client holds nothing of. */
export interface GapsOfClient {
  readonly gaps: AllocationGap<Suitable>[];
  /** Why nothing can be proposed; null where something can, or every kind is held. */
  readonly blockedBy: Verdict['rule'] | null;
}

/** Finds the gaps in what a client holds; only products that pass the gate are named in them (S0.9). */
export function allocationGapsOf(station: Station, clientId: Id): GapsOfClient {
  const shelf = shelfOf(station.db, station.clock());
  const kindOf = new Map(shelf.map(({ id, kind }) => [id, kind]));
  const held = new Set(holdingsOf(station.db, clientId).map(({ productId }) => kindOf.get(productId) ?? ''));
  const open = shelf.filter(({ kind, status }) => !held.has(kind) && status === 'ON_SALE');
  const productIds = open.map(({ id }) => id);
  const findings = productGate(station)({ path: 'SUGGESTION', clientId, productIds });
  const verdicts = new Map(findings.map(({ productId, judged }) => [productId, judged.verdict]));
  const suitable = open.flatMap((product): Suitable[] => {
    const verdict = verdicts.get(product.id);
    if (!verdict || verdict.outcome === 'BLOCK') return [];
    return [{ ...product, openSteps: verdict.steps.filter(({ done }) => !done) }];
  });
  return {
    gaps: allocationGapsIn(held, suitable),
    blockedBy: suitable.length > 0 ? null : mostFrequent([...verdicts.values()]),
  };
}
