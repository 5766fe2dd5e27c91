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

/**
 * True when this device's clock was set back by more than a day since the centre was last heard, by the centre's clock
 * then: intents would carry times from before ones already sent (sync.md §2.15).
 */
export function isSetBack(own: Instant, lastContact: Instant): boolean {
  return own < lastContact - clockRefusedMs;
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
