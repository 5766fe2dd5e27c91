import type { Ratings } from '#core/events/ratings.ts';

/** Says a mean rating with how many gave one; a dash where nobody did. */
export function ratingWords({ rated, ratingSum }: Ratings): string {
  return rated === 0 ? '—' : `${(ratingSum / rated).toFixed(1)} (${rated})`;
}
