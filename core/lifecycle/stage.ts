import { addDays, addMonths, businessDayOf, daysBetween, type BusinessDay } from '#core/base/time.ts';
import {
  balanceDays,
  balancesOf,
  daysSince,
  hasInvested,
  lastTradeAt,
  type Balances,
  type LifecycleFacts,
} from '#core/lifecycle/facts.ts';
import { stageRules, type StageRules } from '#core/lifecycle/rules.ts';

/** The stages of a client's life with the firm (domain §3.4), in the order a client usually passes them. */
export const stages = [
  'ACQUISITION',
  'ACTIVATION',
  'EXPIRED',
  'GROWTH',
  'MATURITY',
  'DECLINE',
  'CHURNED',
] as const;
export type Stage = (typeof stages)[number];

/** What a stage is judged on. */
export interface StageInput {
  readonly facts: LifecycleFacts;
  /** The score of `churnOf` on the same facts. */
  readonly churnScore: number;
  readonly today: BusinessDay;
}

export interface StageVerdict {
  readonly stage: Stage;
  /** Days left of the golden window, 0 on its last day; null once invested, expired or not registered. */
  readonly goldenDaysLeft: number | null;
  readonly rulesVersion: number;
}

/**
 * Returns a client's stage (domain §3.4, S1.5): CHURNED, DECLINE, MATURITY, GROWTH for those who ever invested,
 * first match wins; ACTIVATION or EXPIRED by the golden window for the registered; ACQUISITION for leads.
 */
export function stageOf(input: StageInput, rules: StageRules = stageRules): StageVerdict {
  const rulesVersion = rules.version;
  const { facts, today } = input;
  if (hasInvested(facts)) return { stage: stageOfInvestor(input, rules), goldenDaysLeft: null, rulesVersion };
  if (facts.registeredAt === null) return { stage: 'ACQUISITION', goldenDaysLeft: null, rulesVersion };
  const left = daysBetween(today, goldenWindowEnd(businessDayOf(facts.registeredAt), rules));
  if (left < 0) return { stage: 'EXPIRED', goldenDaysLeft: null, rulesVersion };
  return { stage: 'ACTIVATION', goldenDaysLeft: left, rulesVersion };
}

/** Returns the last day of the golden window of someone registered on a day: day 180, or six calendar months. */
export function goldenWindowEnd(registeredOn: BusinessDay, rules: StageRules = stageRules): BusinessDay {
  const { unit, length } = rules.goldenWindow;
  return unit === 'days' ? addDays(registeredOn, length) : addMonths(registeredOn, length);
}

function stageOfInvestor({ facts, churnScore, today }: StageInput, rules: StageRules): Stage {
  if (isChurned(facts, today, rules)) return 'CHURNED';
  const balances = balancesOf(facts, today);
  if (churnScore >= rules.decline.churnScore) return 'DECLINE';
  if (fallPercent(facts.aumFen, balances.peakFen) >= rules.decline.dropPercent) return 'DECLINE';
  return isMature(facts, balances, { today, rules }) ? 'MATURITY' : 'GROWTH';
}

/** Unknown logins or trades are no evidence of absence: an imported balance alone never makes a client churned. */
function isChurned(facts: LifecycleFacts, today: BusinessDay, { churned }: StageRules): boolean {
  const noLogin = daysSince(facts.lastLoginAt, today);
  if (facts.aumFen === 0 && noLogin !== null && noLogin >= churned.noLoginDays) return true;
  const noTrade = daysSince(lastTradeAt(facts), today);
  return noTrade !== null && noTrade >= churned.noTradeDays && facts.aumFen < churned.smallAumFen;
}

function isMature(
  facts: LifecycleFacts,
  balances: Balances,
  { today, rules }: { readonly today: BusinessDay; readonly rules: StageRules },
): boolean {
  const { aumFen, tenureDays, swingPercent } = rules.maturity;
  const tenure = daysSince(facts.registeredAt ?? facts.firstInvestedAt, today);
  if (facts.aumFen < aumFen || tenure === null || tenure < tenureDays) return false;
  const before = balances.agoFen(balanceDays);
  return Math.abs(facts.aumFen - before) * 100 <= swingPercent * before;
}

function fallPercent(nowFen: number, peakFen: number): number {
  return peakFen === 0 ? 0 : ((peakFen - nowFen) * 100) / peakFen;
}
