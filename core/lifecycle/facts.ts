import { dayMs, startOfDay, type BusinessDay, type Instant } from '#core/base/time.ts';

/** Money that came (+) or went (−), in fen. */
export interface MoneyMove {
  readonly at: Instant;
  readonly amountFen: number;
}

/** What is known of a client when stage and churn are judged: facts only, no judgement. */
export interface LifecycleFacts {
  readonly registeredAt: Instant | null;
  readonly firstInvestedAt: Instant | null;
  readonly lastInvestedAt: Instant | null;
  readonly lastRedeemedAt: Instant | null;
  readonly lastMaturedAt: Instant | null;
  /** Registering counts as a login; null = nothing known, which is no evidence of absence. */
  readonly lastLoginAt: Instant | null;
  readonly cardUnboundAt: Instant | null;
  readonly pointsCashedAt: Instant | null;
  readonly aumFen: number;
  /** Moves of the last 90 days, newest first. */
  readonly moves: readonly MoneyMove[];
  /** Logins, of the last days that the churn rules look at. */
  readonly recentLogins: number;
  /** NOT_NOW outcomes, of the days that the churn rules look at, undone ones left out. */
  readonly recentNotNow: number;
  readonly hasOptedOut: boolean;
  readonly hasOpenComplaint: boolean;
  /** Newest events first: how many in a row were declined. */
  readonly declinedInARow: number;
}

/** A client of whom nothing is known; tests and callers override what they know. */
export const noFacts: LifecycleFacts = {
  registeredAt: null,
  firstInvestedAt: null,
  lastInvestedAt: null,
  lastRedeemedAt: null,
  lastMaturedAt: null,
  lastLoginAt: null,
  cardUnboundAt: null,
  pointsCashedAt: null,
  aumFen: 0,
  moves: [],
  recentLogins: 0,
  recentNotNow: 0,
  hasOptedOut: false,
  hasOpenComplaint: false,
  declinedInARow: 0,
};

/** Days of history that stage and churn look back on for balances. */
export const balanceDays = 90;

/** Returns whole calendar days (Shanghai) from an instant to a day; null where the instant is unknown. */
export function daysSince(at: Instant | null, today: BusinessDay): number | null {
  return at === null ? null : Math.floor((startOfDay(today) + dayMs - 1 - at) / dayMs);
}

/** True when the client ever put money in, as far as known here. */
export function hasInvested({ firstInvestedAt, aumFen }: LifecycleFacts): boolean {
  return firstInvestedAt !== null || aumFen > 0;
}

/** Returns the last purchase or redemption; null where none is known. */
export function lastTradeAt({ lastInvestedAt, lastRedeemedAt }: LifecycleFacts): Instant | null {
  if (lastInvestedAt === null || lastRedeemedAt === null) return lastInvestedAt ?? lastRedeemedAt;
  return Math.max(lastInvestedAt, lastRedeemedAt);
}

/** Balances in fen walked back from today's through the moves; never below zero where history is incomplete. */
export interface Balances {
  readonly peakFen: number;
  readonly outflowFen: number;
  readonly agoFen: (days: number) => number;
}

/** Rebuilds the balances of the last 90 days from today's balance and the moves. */
export function balancesOf({ aumFen, moves }: LifecycleFacts, today: BusinessDay): Balances {
  const inWindow = moves.filter(({ at }) => (daysSince(at, today) ?? 0) <= balanceDays);
  let before = aumFen;
  let peakFen = aumFen;
  for (const move of inWindow) {
    before = Math.max(0, before - move.amountFen);
    peakFen = Math.max(peakFen, before);
  }
  const sum = (days: number): number =>
    inWindow.reduce(
      (total, move) => total + ((daysSince(move.at, today) ?? 0) < days ? move.amountFen : 0),
      0,
    );
  return {
    peakFen,
    outflowFen: Math.max(0, -sum(balanceDays + 1)),
    agoFen: (days) => Math.max(0, aumFen - sum(days)),
  };
}
