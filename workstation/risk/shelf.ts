import type { ShelvedProduct } from '#core/risk/shelf-version.ts';
import type { BusinessDay, Instant } from '#core/base/time.ts';
import { levelCounts } from '#core/risk/level.ts';
import { ratingIndex, type Rating } from '#core/risk/rating.ts';
import type { Verdict } from '#core/risk/finding.ts';
import { judgeFor } from '#workstation/risk/case-of.ts';
import type { RiskFacts } from '#workstation/risk/facts.ts';

export interface JudgedProduct extends ShelvedProduct {
  readonly recommend: Verdict;
  readonly request: Verdict;
}

/** Judges every product for a client, to recommend it and to sell it at the client's request. */
export function judgeShelf(
  facts: RiskFacts,
  products: readonly ShelvedProduct[],
  at: { readonly now: Instant; readonly dataAt: Instant | null },
): JudgedProduct[] {
  return products.map((product) => ({
    ...product,
    recommend: judgeFor(facts, product, { action: 'RECOMMEND', ...at }).verdict,
    request: judgeFor(facts, product, { action: 'CLIENT_REQUEST', ...at }).verdict,
  }));
}

/** What one line can say of a shelf judged product by product: how many may be recommended, up to which rating, until when. */
export function summarise(
  facts: RiskFacts,
  verdicts: readonly Verdict[],
): {
  recommendable: number;
  ratingUpTo: Rating | null;
  until: BusinessDay | null;
  blockedBy: Verdict['rule'] | null;
} {
  const allowed = verdicts.filter(({ outcome }) => outcome !== 'BLOCK');
  const ratingUpTo = allowed
    .map(({ rating }) => rating)
    .reduce((top, rating) => (ratingIndex(rating) > ratingIndex(top) ? rating : top), null);
  const { standing } = facts;
  return {
    recommendable: allowed.length,
    ratingUpTo,
    until: standing && levelCounts(standing) ? standing.validThrough : null,
    blockedBy: mostFrequent(verdicts.filter(({ outcome }) => outcome === 'BLOCK')),
  };
}

/** Returns the rule most of these verdicts rest on; null where there are none. */
export function mostFrequent(verdicts: readonly Verdict[]): Verdict['rule'] | null {
  const counts = new Map<string, number>();
  for (const { rule } of verdicts) counts.set(rule.id, (counts.get(rule.id) ?? 0) + 1);
  const [top] = [...counts].sort(([, a], [, b]) => b - a);
  return verdicts.find(({ rule }) => rule.id === top?.[0])?.rule ?? null;
}
