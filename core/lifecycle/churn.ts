import type { BusinessDay } from '#core/base/time.ts';
import { balancesOf, daysSince, type LifecycleFacts } from '#core/lifecycle/facts.ts';
import { churnRules, type ChurnRules } from '#core/lifecycle/rules.ts';

/** The signs that a client is leaving (domain §3.5). Words for them are in the locales. */
export const churnCodes = [
  'NO_LOGIN',
  'AUM_DROP',
  'OUTFLOW',
  'MATURED_IDLE',
  'CARD_UNBOUND',
  'FULL_REDEEM',
  'POINTS_CASHED',
  'OPT_OUT',
  'NOT_NOW',
  'COMPLAINT',
  'DECLINED_EVENTS',
  'SHOPPING_ROUND',
] as const;
export type ChurnCode = (typeof churnCodes)[number];

/** One sign with its points and the number that shows it: days, percent or times, as the code says. */
export interface ChurnReason {
  readonly code: ChurnCode;
  readonly points: number;
  readonly value: number;
}

export interface ChurnVerdict {
  /** 0–100. */
  readonly score: number;
  /** The heaviest reasons first, at most three. */
  readonly reasons: readonly ChurnReason[];
  readonly rulesVersion: number;
}

/** Adds up the signs that a client is leaving, capped at 100, and names the top three (domain §3.5). */
export function churnOf(
  facts: LifecycleFacts,
  today: BusinessDay,
  rules: ChurnRules = churnRules,
): ChurnVerdict {
  const signs = [
    ...balanceSigns(facts, today, rules),
    ...activitySigns(facts, today, rules),
    ...attitudeSigns(facts, rules),
  ].filter(({ points }) => points > 0);
  const sum = signs.reduce((total, { points }) => total + points, 0);
  const heaviest = signs.sort((a, b) => b.points - a.points || order(a) - order(b));
  return {
    score: Math.min(rules.cap, sum),
    reasons: heaviest.slice(0, rules.topReasons),
    rulesVersion: rules.version,
  };
}

function balanceSigns(facts: LifecycleFacts, today: BusinessDay, rules: ChurnRules): ChurnReason[] {
  const balances = balancesOf(facts, today);
  const before = balances.agoFen(rules.aumDrop.days);
  const drop = percentOf(before - facts.aumFen, before);
  const outflow = percentOf(balances.outflowFen, balances.peakFen);
  return [
    sign('AUM_DROP', drop >= rules.aumDrop.percent ? rules.aumDrop.points : 0, drop),
    sign('OUTFLOW', outflow >= rules.outflow.percent ? rules.outflow.points : 0, outflow),
  ];
}

function activitySigns(facts: LifecycleFacts, today: BusinessDay, rules: ChurnRules): ChurnReason[] {
  const idle = daysSince(facts.lastLoginAt, today) ?? 0;
  const noLogin = rules.noLogin.reduce(
    (most, { days, points }) => (idle >= days ? Math.max(most, points) : most),
    0,
  );
  const { lastMaturedAt, lastInvestedAt, lastRedeemedAt } = facts;
  const matured = (lastInvestedAt ?? 0) < (lastMaturedAt ?? 0) ? daysSince(lastMaturedAt, today) : null;
  const isMaturedIdle = isWithin(matured, rules.maturedIdle) && (matured ?? 0) >= rules.maturedIdle.days;
  const unbound = daysSince(facts.cardUnboundAt, today);
  const redeemed = facts.aumFen === 0 ? daysSince(lastRedeemedAt, today) : null;
  const cashed = daysSince(facts.pointsCashedAt, today);
  const { shoppingRound } = rules;
  const isShopping =
    facts.recentLogins >= shoppingRound.logins && !hasTradedWithin(facts, today, shoppingRound.days);
  return [
    sign('NO_LOGIN', noLogin, idle),
    sign('MATURED_IDLE', isMaturedIdle ? rules.maturedIdle.points : 0, matured ?? 0),
    ...cardOrRedeem({ unbound, redeemed }, rules),
    sign('POINTS_CASHED', isWithin(cashed, rules.pointsCashed) ? rules.pointsCashed.points : 0, cashed ?? 0),
    sign('SHOPPING_ROUND', isShopping ? shoppingRound.points : 0, facts.recentLogins),
  ];
}

/** A card unbound or everything redeemed counts once (domain §3.5). */
function cardOrRedeem(
  { unbound, redeemed }: { readonly unbound: number | null; readonly redeemed: number | null },
  rules: ChurnRules,
): ChurnReason[] {
  if (isWithin(unbound, rules.cardUnbound)) {
    return [sign('CARD_UNBOUND', rules.cardUnbound.points, unbound ?? 0)];
  }
  return isWithin(redeemed, rules.fullRedeem)
    ? [sign('FULL_REDEEM', rules.fullRedeem.points, redeemed ?? 0)]
    : [];
}

/** An opt-out or two NOT_NOW count once (domain §3.5). */
function attitudeSigns(facts: LifecycleFacts, rules: ChurnRules): ChurnReason[] {
  const isTired = facts.recentNotNow >= rules.notNow.times;
  return [
    facts.hasOptedOut
      ? sign('OPT_OUT', rules.optOut.points, 1)
      : sign('NOT_NOW', isTired ? rules.notNow.points : 0, facts.recentNotNow),
    sign('COMPLAINT', facts.hasOpenComplaint ? rules.complaintOpen.points : 0, 1),
    sign(
      'DECLINED_EVENTS',
      facts.declinedInARow >= rules.declinedEvents.inARow ? rules.declinedEvents.points : 0,
      facts.declinedInARow,
    ),
  ];
}

function hasTradedWithin(
  { lastInvestedAt, lastRedeemedAt }: LifecycleFacts,
  today: BusinessDay,
  days: number,
): boolean {
  return [lastInvestedAt, lastRedeemedAt].some((at) => (daysSince(at, today) ?? days) < days);
}

function isWithin(
  days: number | null,
  { forgottenAfterDays }: { readonly forgottenAfterDays: number },
): boolean {
  return days !== null && days <= forgottenAfterDays;
}

function percentOf(part: number, whole: number): number {
  return whole <= 0 ? 0 : Math.floor((Math.max(0, part) * 100) / whole);
}

function sign(code: ChurnCode, points: number, value: number): ChurnReason {
  return { code, points, value };
}

function order({ code }: ChurnReason): number {
  return churnCodes.indexOf(code);
}
