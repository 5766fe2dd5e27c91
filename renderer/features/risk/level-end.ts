import type { Standing } from '#core/risk/level.ts';

/** How a level stands: it counts, ran out, or was ended by a change the client reported; with the day of it. */
export function levelEnd({
  isExpired,
  endedOn,
  validThrough,
}: Pick<Standing, 'isExpired' | 'endedOn' | 'validThrough'>): {
  readonly how: 'standing' | 'expired' | 'ended';
  readonly day: string;
} {
  if (endedOn !== null) return { how: 'ended', day: endedOn };
  return { how: isExpired ? 'expired' : 'standing', day: validThrough };
}
