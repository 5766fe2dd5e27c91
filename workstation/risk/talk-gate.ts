import type { Id } from '#core/base/ids.ts';
import type { Instant } from '#core/base/time.ts';
import { allProducts } from '#db/queries/products.ts';
import { judgeFor, type Judged } from '#workstation/risk/case-of.ts';
import { riskFactsOf } from '#workstation/risk/facts.ts';
import type { Station } from '#workstation/station.ts';

/** What the gate finds about one product of a talk for one guest. */
export interface TalkFinding {
  readonly productId: Id;
  /** Null for a product this device does not know, which blocks. */
  readonly productName: string | null;
  readonly judged: Judged;
}

/** Judges every product of a talk for a client; none about a client who is not in this book. */
export type TalkGate = (clientId: Id, productIds: readonly Id[]) => readonly TalkFinding[];

/** Makes the gate of product talks: inviting someone by name to a talk about a product (NFRA 13, 30; CSRC 22). */
export function talkGate(station: Station, dataAt: Instant | null): TalkGate {
  const { db, clock } = station;
  const now = clock();
  const shelf = new Map(allProducts(db).map((product) => [product.id, product]));
  return (clientId, productIds) => {
    const facts = riskFactsOf(db, clientId, now);
    if (!facts) return [];
    return productIds.map((productId) => {
      const product = shelf.get(productId) ?? null;
      const judged = judgeFor(facts, product, { action: 'INVITE_TALK', now, dataAt });
      return { productId, productName: product?.name ?? null, judged };
    });
  };
}
