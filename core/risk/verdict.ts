import { ageOn, businessDayOf, type BusinessDay, type Instant } from '#core/base/time.ts';
import {
  allowed,
  blocked,
  withoutRules,
  type CaseFrame,
  type Finding,
  type Verdict,
} from '#core/risk/finding.ts';
import { isExemptInsurance, needsStatement, type Cover, type Premium } from '#core/risk/insurance.ts';
import { isQualifiedInvestor, professionalBy, type InvestorFacts } from '#core/risk/investor.ts';
import { levelCounts, type Capacity, type Standing } from '#core/risk/level.ts';
import type { ProductFields } from '#core/risk/product.ts';
import { ratingIndex, ratingUsed } from '#core/risk/rating.ts';
import type { Action, StepCode, SuitabilityRules } from '#core/risk/suitability.ts';

export interface JudgeInput {
  readonly client: {
    readonly birthDay: BusinessDay | null;
    /** Capacity on the client's own record; null = not asked. */
    readonly capacity: Capacity | null;
    /** Recorded to be (true) or not to be (false) a qualified investor; null = judged by `investor`. */
    readonly isQualified: boolean | null;
    readonly investor?: InvestorFacts | null;
    /** Investable assets on file, in fen. */
    readonly assetsFen?: number | null;
    readonly householdIncomeFen?: number | null;
    /** What the client means to spend on insurance, in fen. */
    readonly budgetFen?: number | null;
  };
  /** Where the level stands, as core/risk/level.ts folds it. */
  readonly standing: Standing | null;
  /** The lowest category of the fund side (core/risk/score.ts). */
  readonly isLowest: boolean;
  /** When the client last reported a change that matters; null = never. */
  readonly changedAt?: Instant | null;
  readonly product: Readonly<ProductFields> & { readonly cover?: Cover | undefined };
  readonly action: Action;
  /** Whether the product fits purpose and term; null = nobody has looked. */
  readonly needs?: 'MATCH' | 'MISMATCH' | null;
  /** Whom an invitation or a message is for: this client by name, or whoever sees it. */
  readonly audience?: 'NAMED' | 'OPEN';
  /** The amount meant, in fen; null = not named. */
  readonly amountFen?: number | null;
  readonly premium?: Premium | null;
  /** Steps already done and recorded for this client, product and action. */
  readonly stepsDone: readonly StepCode[];
  readonly now: Instant;
  /** When this device last held everything the centre had; null = never. */
  readonly dataAt: Instant | null;
}

interface Case extends JudgeInput, CaseFrame {
  readonly age: number | null;
  readonly stated: Capacity | null;
  readonly isLowest: boolean;
  /** RECOMMEND or CLIENT_REQUEST: what the action counts as. */
  readonly countsAs: 'RECOMMEND' | 'CLIENT_REQUEST' | null;
}

/**
 * Judges whether a product may be recommended to a client, named in a message, made the subject of a talk, or sold at
 * the client's own request (domain §3.2). Total: whatever it does not know blocks. An allowing verdict with open
 * steps is `ALLOW_WITH_STEPS`. `rules`: those in force at `now`; null where there are none, which blocks.
 */
export function judge(input: JudgeInput, rules: SuitabilityRules | null): Verdict {
  const day = businessDayOf(input.now);
  if (!rules) return withoutRules(ratingUsed(input.product), input.dataAt);
  const one = caseOf(input, rules, day);
  for (const check of [saleOf, privateOf, capacityOf, ratingOf]) {
    const found = check(one);
    if (found) return blocked(one, found);
  }
  if (isExemptInsurance(one.product, rules)) return exempt(one);
  const professional = professionalBy(one.client.investor ?? null, rules, one.regime);
  if (professional)
    return allowed(one, { rule: 'RK55', cited: professional }, protectionAside(careSteps(one)));
  for (const check of [levelOf, lowestOf, ageKnownOf, needsOf]) {
    const found = check(one);
    if (found) return blocked(one, found);
  }
  return byMatrix(one);
}

function caseOf(input: JudgeInput, rules: SuitabilityRules, day: BusinessDay): Case {
  const { birthDay, capacity } = input.client;
  const age = birthDay === null ? null : ageOn(birthDay, day);
  const stated = strictest([capacity, input.standing?.capacity ?? null, capacityByAge(age, rules)]);
  return {
    ...input,
    rules,
    age,
    stated,
    isLowest: input.isLowest || (input.standing?.level === 'C1' && stated !== 'FULL'),
    rating: ratingUsed(input.product),
    regime: input.product.regime,
    kind: input.product.kind,
    countsAs: countsAs(input.action, rules),
  };
}

/** A talk and a message that name a product count as what the firm says: recommending it. */
function countsAs(action: Action, { policy }: SuitabilityRules): Case['countsAs'] {
  if (action === 'RECOMMEND' || action === 'CLIENT_REQUEST') return action;
  return action === 'INVITE_TALK' || action === 'MENTION' ? policy.talkCountsAs : null;
}

function saleOf({ product, rules, countsAs: what }: Case): Finding | null {
  if (what === null) return { rule: 'RK40' };
  if (product.status !== 'ON_SALE') {
    const isKnown = product.status === 'SUSPENDED' || product.status === 'CLOSED';
    return { rule: 'RK20', missing: isKnown ? [] : ['STATUS'] };
  }
  return rules.regimes[product.regime]?.includes(product.kind) ? null : { rule: 'RK40', missing: ['REGIME'] };
}

/** No open promotion even where a guest is qualified; by name to the qualified only; never in parts below the minimum. */
function privateOf({ product, client, rules, audience, amountFen = null }: Case): Finding | null {
  if (product.isPrivate === false) {
    return amountFen !== null && amountFen < product.minAmountFen ? { rule: 'RK60' } : null;
  }
  if (audience === 'OPEN') return { rule: 'RK53' };
  const isQualified = client.isQualified ?? isQualifiedInvestor(client.investor ?? null, rules, product.kind);
  if (isQualified !== true) {
    return { rule: 'RK25', missing: isQualified === null ? ['QUALIFIED_INVESTOR'] : [] };
  }
  const ownLine = product.kind === 'PRIVATE_FUND' ? rules.policy.privateFundMinFen : 0;
  const least = Math.max(product.minAmountFen, ownLine);
  return amountFen !== null && amountFen < least ? { rule: 'RK59' } : null;
}

function capacityOf({ stated }: Case): Finding | null {
  return stated === 'NONE' ? { rule: 'RK22' } : null;
}

/** Every test tells capacity, so only what needs no test can meet a capacity never asked. */
function exempt(one: Case): Verdict {
  if (one.stated === null) return blocked(one, { rule: 'RK24', missing: ['CAPACITY'] });
  return allowed(one, { rule: 'RK38' }, careSteps(one));
}

function ratingOf(one: Case): Finding | null {
  const { product, rating, stated, rules, isLowest } = one;
  const missing: Finding['missing'] = [];
  if (ratingIndex(product.issuerRating) < 0) missing.push('ISSUER_RATING');
  if (ratingIndex(product.sellerRating) < 0) missing.push('SELLER_RATING');
  if (missing.length > 0) return { rule: 'RK26', missing };
  const isAbove = ratingIndex(rating) > ratingIndex(rules.policy.limitedCapacityUpTo);
  if (stated !== 'LIMITED' || !isAbove) return null;
  return isLowest && levelCounts(one.standing) && knowsLowest(one) ? { rule: 'RK30' } : { rule: 'RK23' };
}

function levelOf({ standing, changedAt = null, now }: Case): Finding | null {
  if (standing === null || standing.isExpired) return { rule: 'RK28', missing: ['VALID_TEST'] };
  const isOutdated = changedAt !== null && changedAt <= now && changedAt >= standing.takenAt;
  if (isOutdated) return { rule: 'RK56', missing: ['VALID_TEST'] };
  return levelCounts(standing) ? null : { rule: 'RK29', missing: ['LEVEL_CONFIRMATION'] };
}

function lowestOf(one: Case): Finding | null {
  if (!one.isLowest || !knowsLowest(one)) return null;
  return one.rules.matrix.C1_MIN[ratingIndex(one.rating)] === 'OK' ? null : { rule: 'RK30' };
}

/** Whether extra care is due to someone of 65 cannot be told without a birth day. */
function ageKnownOf(one: Case): Finding | null {
  if (one.age !== null || one.product.regime !== 'NFRA' || !isHighRisk(one)) return null;
  return { rule: 'RK39', missing: ['BIRTH_DAY'] };
}

function needsOf({ needs, countsAs: what, product, amountFen = null, client, rules }: Case): Finding | null {
  if (needs === 'MISMATCH' && what === 'RECOMMEND') return { rule: 'RK57' };
  const isByMeans = product.kind === 'BANK_WEALTH' || product.kind === 'TRUST';
  const assetsFen = client.assetsFen ?? null;
  if (!isByMeans || amountFen === null || assetsFen === null) return null;
  return amountFen > rules.policy.meansShareUpTo * assetsFen ? { rule: 'RK54' } : null;
}

function byMatrix(one: Case): Verdict {
  const { standing, rules, product, countsAs: what } = one;
  const cell = standing ? rules.matrix[standing.level]?.[ratingIndex(one.rating)] : undefined;
  const isInsuranceMismatch = one.needs === 'MISMATCH' && isInsurance(one);
  if (cell === 'OK' && !isInsuranceMismatch) return allowed(one, { rule: 'RK37' }, careSteps(one));
  const row = rules.over.find(({ action, kinds }) => action === what && kinds.includes(product.kind));
  if ((cell !== 'OVER' && cell !== 'OK') || !row) return blocked(one, { rule: 'RK40' });
  if (row.outcome === 'BLOCK') return blocked(one, { rule: row.rule });
  return allowed(one, { rule: row.rule }, [...careSteps(one), ...row.steps]);
}

function isInsurance({ product }: Case): boolean {
  return product.kind === 'INSURANCE' || product.kind === 'UNIT_LINKED';
}

function isHighRisk({ rating, rules }: Case): boolean {
  return ratingIndex(rating) >= ratingIndex(rules.policy.highRiskFrom);
}

function knowsLowest({ rules, product }: Case): boolean {
  return rules.lowestCategoryRegimes.includes(product.regime);
}

/** What is to be done whatever the level says. */
function careSteps(one: Case): StepCode[] {
  const { product, stated, age, rules } = one;
  const steps: StepCode[] = [];
  if (stated === 'LIMITED') steps.push('GUARDIAN_CONSENT');
  if (product.issuerRating !== product.sellerRating) steps.push('DISCLOSE_HIGHER_RATING');
  steps.push(...needsSteps(one), ...amountSteps(one), ...statementSteps(one));
  if (!isHighRisk(one)) return steps;
  if (product.regime === 'CSRC') steps.push('SPECIAL_CARE_HIGH_RISK');
  else if (age !== null && age >= rules.policy.elderAge) steps.push('SPECIAL_CARE_65');
  return steps;
}

/** What protects ordinary investors only is not asked for a professional one. */
function protectionAside(steps: readonly StepCode[]): StepCode[] {
  return steps.filter((code) => code !== 'SPECIAL_CARE_HIGH_RISK' && code !== 'CHECK_NEEDS');
}

/** Recommending asks whether purpose and term fit; where nobody has looked, somebody must (NFRA 12, CSRC 22(4)). */
function needsSteps({ needs = null, countsAs: what, product, rules }: Case): StepCode[] {
  if (what !== 'RECOMMEND' || isExemptInsurance(product, rules)) return [];
  return needs === null ? ['CHECK_NEEDS'] : [];
}

function amountSteps({ product, amountFen = null, client }: Case): StepCode[] {
  const isByMeans = product.kind === 'BANK_WEALTH' || product.kind === 'TRUST';
  return isByMeans && amountFen !== null && (client.assetsFen ?? null) === null ? ['CHECK_MEANS'] : [];
}

function statementSteps({ product, rules, age, client, premium = null, countsAs: what }: Case): StepCode[] {
  const isUncertain = rules.signedStatement.kinds.includes(product.kind);
  if (!isUncertain || (what !== 'CLIENT_REQUEST' && premium === null)) return [];
  const { householdIncomeFen = null, budgetFen = null } = client;
  const isNeeded = needsStatement({ age, householdIncomeFen, budgetFen, premium }, rules);
  return isNeeded === false ? [] : ['SIGNED_STATEMENT'];
}

/** The stricter of what the record, the test and the age say: nobody talks a client into more capacity. */
function strictest(known: readonly (Capacity | null)[]): Capacity | null {
  for (const capacity of ['NONE', 'LIMITED', 'FULL'] as const) if (known.includes(capacity)) return capacity;
  return null;
}

/** What a child's age alone says (Civil Code 18–20, from memory: ages are data); adults say nothing. */
function capacityByAge(age: number | null, { policy }: SuitabilityRules): Capacity | null {
  if (age === null || age >= policy.limitedBelowAge) return null;
  return age < policy.noneBelowAge ? 'NONE' : 'LIMITED';
}
