import { bands } from '#db/search/client-terms.ts';
import { searchSteps } from '#db/search/search-steps.ts';

/** Returns one FTS5 expression that finds everything a search text finds, in no order; null for an empty text. */
export function searchAll(text: string): string | null {
  const steps = searchSteps(text);
  if (steps.length === 0) return null;
  const parts = steps.flatMap(({ match, isBanded }) => (isBanded ? bands : [0]).map((band) => match(band)));
  return [...new Set(parts)].map((part) => `(${part})`).join(' OR ');
}
