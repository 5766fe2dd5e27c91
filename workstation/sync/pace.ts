import { minuteMs } from '#core/base/time.ts';
import type { Random } from '#core/base/ids.ts';

/** Timers as arguments, so that tests and simulations own the passing of time. */
export interface Timers {
  readonly set: (work: () => void, delayMs: number) => unknown;
  readonly clear: (timer: unknown) => void;
}

/** How soon a change made here goes up, and how soon after a poke the centre is asked: several make one round. */
export const soonMs = 200;
/** How often an idle device asks while the centre cannot tell it by itself. */
const pollMs = minuteMs / 2;
/** How often it asks while the centre can, or while the manager saves data. */
const restMs = 15 * minuteMs;
/** How soon it is tried again where a person must do something first. */
export const blockedMs = minuteMs / 2;
const backoffFirstMs = 1_000;
const backoffMostMs = minuteMs;

/** How an engine stands between two rounds. */
export interface Standing {
  /** Rounds that failed in a row. */
  readonly failures: number;
  readonly isBlocked: boolean;
  /** Something waits that the centre can take, or the centre has told of news. */
  readonly isUrgent: boolean;
  readonly isLive: boolean;
  readonly isMetered: boolean;
}

/** Returns how many milliseconds to wait for the next round; scattered, so that a whole branch does not ask at once. */
export function nextDelay(standing: Standing, random: Random): number {
  const { failures, isBlocked, isUrgent, isLive, isMetered } = standing;
  if (failures > 0) return isBlocked ? blockedMs : backoff(failures, random);
  if (isUrgent) return soonMs;
  return (isLive || isMetered ? restMs : pollMs) * (0.75 + random() / 2);
}

/** Returns how long to wait after so many failures in a row: doubling up to a minute, half of it by chance. */
export function backoff(failures: number, random: Random): number {
  const limit = Math.min(backoffMostMs, backoffFirstMs * 2 ** Math.min(failures - 1, 10));
  return limit * (0.5 + random() / 2);
}
