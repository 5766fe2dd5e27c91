import { hourMs, minuteMs, type Instant } from '#core/base/time.ts';
import type { ContactOutcome } from '#core/calls/contact.ts';
import { dispositionOf } from '#core/calls/dispositions.ts';

/** A call as the day's figures read it. */
export interface DayCall {
  readonly outcome: ContactOutcome;
  readonly startedAt: Instant;
  readonly endedAt: Instant;
}

export interface DayFigures {
  readonly dialled: number;
  readonly reached: number;
  /** Talks an hour of calling; null where nothing was called. */
  readonly conversationsPerHour: number | null;
}

/** A pause longer than this is no time at the phone: lunch, a meeting, the end of the day. */
const longestPauseMs = 30 * minuteMs;
/** Somebody who made two calls in a minute did not call sixty an hour. */
const shortestMs = 15 * minuteMs;

/**
 * Returns a day's figures (domain §3.8): calls, people reached in person, and talks an hour of calling. The time at the
 * phone runs from call to call; pauses over thirty minutes are left out, and it is a quarter of an hour at least.
 */
export function dayFiguresOf(calls: readonly DayCall[]): DayFigures {
  const reached = calls.filter(({ outcome }) => dispositionOf(outcome).isReached).length;
  const conversationsPerHour = calls.length === 0 ? null : (reached * hourMs) / callingMs(calls);
  return { dialled: calls.length, reached, conversationsPerHour };
}

function callingMs(calls: readonly DayCall[]): number {
  let total = 0;
  let until: Instant | null = null;
  for (const { startedAt, endedAt } of calls.toSorted((a, b) => a.startedAt - b.startedAt)) {
    const isGoingOn: boolean = until !== null && startedAt - until <= longestPauseMs;
    const from: Instant = isGoingOn && until !== null ? until : startedAt;
    total += Math.max(0, endedAt - from);
    until = Math.max(until ?? endedAt, endedAt);
  }
  return Math.max(total, shortestMs);
}
