import { hourMs, minuteMs, type Instant } from '#core/base/time.ts';

/** How far this device's clock may be from the centre's before syncing is refused, and before it is mentioned. */
export const clockRefusedMs = 24 * hourMs;
export const clockWarnedMs = 5 * minuteMs;

/** Judges this device's clock against the centre's (sync.md §2.15). Local work goes on whatever the answer. */
export function judgeClock(own: Instant, centre: Instant): 'right' | 'skewed' | 'wrong' {
  const apart = Math.abs(own - centre);
  if (apart > clockRefusedMs) return 'wrong';
  return apart > clockWarnedMs ? 'skewed' : 'right';
}

/** The least number of removals that is ever thought suspicious, and the share of the store that is. */
const suspiciousRows = 50;
const suspiciousShare = 0.1;

/**
 * True when the centre would take away so much at once that a person must agree first: an emptied or
 * mistaken centre looks exactly like this (sync.md §2.15). Rows of scopes lost by name do not count.
 */
export function isMassRemoval(removals: number, held: number): boolean {
  return removals > suspiciousRows && removals > held * suspiciousShare;
}
