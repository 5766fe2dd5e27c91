import { shelfOf } from '#workstation/risk/rule-book.ts';
import { purposeOfKind } from '#core/risk/sheet-purpose.ts';
import { factsFor, riskFactsOf } from '#workstation/risk/facts.ts';
import type { Occasion } from '#workstation/risk/case-of.ts';
import { ratedBeforeOf } from '#workstation/risk/rematch.ts';
import type { Matter } from '#workstation/risk/steps.ts';
import type { Station } from '#workstation/station.ts';

interface Asked extends Pick<Occasion, 'action'> {
  readonly clientId: string;
  readonly productId: string;
  readonly amountFen: number | null;
  readonly premium?: Occasion['premium'];
}
interface Open {
  readonly station: Station;
  readonly sync: { readonly status: () => { readonly syncedAt: number | null } };
}

/** Reads the client and the product a verdict is asked about, or null where one of them is not here. */
export function matterOf({ station, sync }: Open, asked: Asked): Matter | null {
  const now = station.clock();
  const { clientId, productId, action, amountFen, premium = null } = asked;
  const facts = riskFactsOf(station.db, clientId, now);
  const product = shelfOf(station.db, now).find(({ id }) => id === productId);
  if (!facts || !product) return null;
  const ratedBefore = action === 'KEEP_HOLDING' ? ratedBeforeOf(station, { clientId, productId }) : null;
  const at = { action, amountFen, premium, ratedBefore, now, dataAt: sync.status().syncedAt };
  return { facts: factsFor(facts, purposeOfKind(product.kind), now), product, at };
}
