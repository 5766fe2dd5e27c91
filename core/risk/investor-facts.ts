import type { BusinessDay, Instant } from '#core/base/time.ts';
import type { InvestorFactFields } from '#core/risk/investor-fact.ts';
import { factCountsThrough, isWithdrawal, type FactKind } from '#core/risk/investor-documents.ts';
import type { InvestorFacts } from '#core/risk/investor.ts';

/** A fact as stored. */
export interface FactOnFile extends InvestorFactFields {
  readonly id: string;
}

/** What verdicts are told of a client as an investor; null = not proved or not known. */
export interface InvestorOnFile {
  readonly investor: InvestorFacts | null;
  readonly householdIncomeFen: number | null;
  readonly budgetFen: number | null;
  /** When the client last reported a change that matters. */
  readonly changedAt: Instant | null;
}

/**
 * Returns what the facts on file amount to on a day: of each kind the newest, equal instants by id, so that every device
 * folds to the same; what was taken back or proved too long ago counts as not proved. The firm's decision counts only for
 * the request it came after (CSRC 12).
 */
export function investorOnFile(
  facts: readonly FactOnFile[],
  now: Instant,
  today: BusinessDay,
): InvestorOnFile {
  const newest = newestFacts(facts.filter(({ recordedAt }) => recordedAt <= now));
  const counting = (what: FactKind): FactOnFile | null => {
    const fact = newest.get(what);
    if (!fact || isWithdrawal(fact)) return null;
    const through = factCountsThrough(fact);
    return through === null || through >= today ? fact : null;
  };
  const amount = (what: FactKind): number | null => counting(what)?.amountFen ?? null;
  return {
    investor: investorOf(counting, amount),
    householdIncomeFen: amount('HOUSEHOLD_INCOME'),
    budgetFen: amount('INSURANCE_BUDGET'),
    changedAt: newest.get('CHANGE')?.recordedAt ?? null,
  };
}

/** Returns the newest fact of each kind. */
export function newestFacts(facts: readonly FactOnFile[]): Map<FactKind, FactOnFile> {
  const newest = new Map<FactKind, FactOnFile>();
  for (const fact of facts) {
    const known = newest.get(fact.what);
    const isLater =
      !known ||
      fact.recordedAt > known.recordedAt ||
      (fact.recordedAt === known.recordedAt && fact.id > known.id);
    if (isLater) newest.set(fact.what, fact);
  }
  return newest;
}

function investorOf(
  counting: (what: FactKind) => FactOnFile | null,
  amount: (what: FactKind) => number | null,
): InvestorFacts | null {
  const request = counting('REQUEST');
  const decision = counting('DECISION');
  const isAnswered = request !== null && decision !== null && decision.recordedAt >= request.recordedAt;
  const investor: InvestorFacts = {
    financialAssetsFen: amount('FINANCIAL_ASSETS'),
    householdFinancialAssetsFen: amount('HOUSEHOLD_FINANCIAL_ASSETS'),
    householdNetFinancialAssetsFen: amount('HOUSEHOLD_NET_FINANCIAL_ASSETS'),
    averageIncomeFen: amount('AVERAGE_INCOME'),
    yearsInvesting: yearsOf(counting('INVESTING')),
    yearsInMatchingWork: yearsOf(counting('MATCHING_WORK')),
    asksToBe: request?.choice === 'PROFESSIONAL' || request?.choice === 'ORDINARY' ? request.choice : null,
    isAccepted: isAnswered ? decision.choice === 'ACCEPTED' : null,
  };
  return Object.values(investor).every((value) => value === null) ? null : investor;
}

function yearsOf(fact: FactOnFile | null): number | null {
  return fact?.months === undefined || fact.months === null ? null : fact.months / 12;
}
