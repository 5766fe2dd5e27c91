import { ageOn, businessDayOf, type BusinessDay, type Instant } from '#core/base/time.ts';
import { levelCounts, type Capacity, type Standing } from '#core/risk/level.ts';
import type { ProductFields } from '#core/risk/product.ts';
import { ratingIndex, ratingUsed, type Rating } from '#core/risk/rating.ts';
import {
  rulesOn,
  type Action,
  type Citation,
  type Outcome,
  type StepCode,
  type SuitabilityRules,
} from '#core/risk/suitability.ts';

export interface JudgeInput {
  readonly client: {
    readonly birthDay: BusinessDay | null;
    /** Capacity on the client's own record; null = not asked. */
    readonly capacity: Capacity | null;
    /** Proved to be a qualified investor for private products; null = not known. */
    readonly isQualified: boolean | null;
  };
  /** Where the level stands, as core/risk/level.ts folds it. */
  readonly standing: Standing | null;
  /** The lowest category of the fund side (core/risk/score.ts). */
  readonly isLowest: boolean;
  readonly product: Readonly<ProductFields>;
  readonly action: Action;
  /** Steps already done and recorded for this client, product and action. */
  readonly stepsDone: readonly StepCode[];
  readonly now: Instant;
  /** When this device last held everything the centre had; null = never. */
  readonly dataAt: Instant | null;
}

type Missing =
  | 'RULES'
  | 'STATUS'
  | 'REGIME'
  | 'CAPACITY'
  | 'QUALIFIED_INVESTOR'
  | 'ISSUER_RATING'
  | 'SELLER_RATING'
  | 'VALID_TEST'
  | 'LEVEL_CONFIRMATION'
  | 'BIRTH_DAY';

interface Step extends Citation {
  readonly code: StepCode;
  readonly done: boolean;
}

export interface Verdict {
  readonly outcome: Outcome;
  /** In the order in which they are to be done. */
  readonly steps: Step[];
  /** The rule that decided, its book and article, and the version of the rules. */
  readonly rule: Citation & { readonly id: string; readonly version: string };
  /** What is not known; a verdict that needs it is a block. */
  readonly missing: Missing[];
  readonly rating: Rating | null;
  readonly dataAt: Instant | null;
}

interface Case extends JudgeInput {
  readonly rules: SuitabilityRules;
  readonly age: number | null;
  readonly stated: Capacity | null;
  readonly rating: Rating | null;
}
interface Finding {
  readonly rule: string;
  readonly missing?: Missing[];
}

/**
 * Judges whether a product may be recommended to a client, or sold at the client's own request (domain §3.2).
 * Total: whatever it does not know blocks. An allowing verdict with open steps is `ALLOW_WITH_STEPS`.
 */
export function judge(input: JudgeInput): Verdict {
  const day = businessDayOf(input.now);
  const rules = rulesOn(day);
  if (!rules) return withoutRules(input);
  const { birthDay, capacity } = input.client;
  const age = birthDay === null ? null : ageOn(birthDay, day);
  const stated = strictest([capacity, input.standing?.capacity ?? null, capacityByAge(age, rules)]);
  const isLowest = input.isLowest || (input.standing?.level === 'C1' && stated !== 'FULL');
  const one: Case = { ...input, rules, age, stated, isLowest, rating: ratingUsed(input.product) };
  for (const check of [saleOf, capacityOf, ratingOf]) {
    const found = check(one);
    if (found) return blocked(one, found);
  }
  if (isExempt(one)) return exempt(one);
  for (const check of [levelOf, lowestOf, ageKnownOf]) {
    const found = check(one);
    if (found) return blocked(one, found);
  }
  return byMatrix(one);
}

function saleOf({ product, rules, client }: Case): Finding | null {
  if (product.status !== 'ON_SALE') {
    const isKnown = product.status === 'SUSPENDED' || product.status === 'CLOSED';
    return { rule: 'RK20', missing: isKnown ? [] : ['STATUS'] };
  }
  if (!rules.regimes[product.regime]?.includes(product.kind)) return { rule: 'RK40', missing: ['REGIME'] };
  if (product.isPrivate === false || client.isQualified === true) return null;
  return { rule: 'RK25', missing: client.isQualified === null ? ['QUALIFIED_INVESTOR'] : [] };
}

function capacityOf({ stated }: Case): Finding | null {
  return stated === 'NONE' ? { rule: 'RK22' } : null;
}

/** Every test tells capacity, so only what needs no test can meet a capacity never asked. */
function exempt(one: Case): Verdict {
  if (one.stated === null) return blocked(one, { rule: 'RK24', missing: ['CAPACITY'] });
  return allowed(one, 'RK38', []);
}

function ratingOf(one: Case): Finding | null {
  const { product, rating, stated, rules, isLowest } = one;
  const missing: Missing[] = [];
  if (ratingIndex(product.issuerRating) < 0) missing.push('ISSUER_RATING');
  if (ratingIndex(product.sellerRating) < 0) missing.push('SELLER_RATING');
  if (missing.length > 0) return { rule: 'RK26', missing };
  const isAbove = ratingIndex(rating) > ratingIndex(rules.policy.limitedCapacityUpTo);
  if (stated !== 'LIMITED' || !isAbove) return null;
  return isLowest && levelCounts(one.standing) && knowsLowest(one) ? { rule: 'RK30' } : { rule: 'RK23' };
}

function levelOf({ standing }: Case): Finding | null {
  if (levelCounts(standing)) return null;
  if (standing === null || standing.isExpired) return { rule: 'RK28', missing: ['VALID_TEST'] };
  return { rule: 'RK29', missing: ['LEVEL_CONFIRMATION'] };
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

function byMatrix(one: Case): Verdict {
  const { standing, rules, product, action } = one;
  const cell = standing ? rules.matrix[standing.level]?.[ratingIndex(one.rating)] : undefined;
  if (cell === 'OK') return allowed(one, 'RK37', []);
  const row = rules.over.find((each) => each.action === action && each.kinds.includes(product.kind));
  if (cell !== 'OVER' || !row) return blocked(one, { rule: 'RK40' });
  return row.outcome === 'BLOCK' ? blocked(one, { rule: row.rule }) : allowed(one, row.rule, row.steps);
}

function isExempt({ product, rules }: Case): boolean {
  const { kinds, maxTermDays } = rules.insuranceExempt;
  return kinds.includes(product.kind) && product.termDays !== null && product.termDays <= maxTermDays;
}

function isHighRisk({ rating, rules }: Case): boolean {
  return ratingIndex(rating) >= ratingIndex(rules.policy.highRiskFrom);
}

function knowsLowest({ rules, product }: Case): boolean {
  return rules.lowestCategoryRegimes.includes(product.regime);
}

function allowed(one: Case, rule: string, ruleSteps: readonly StepCode[]): Verdict {
  const codes = [...careSteps(one), ...ruleSteps];
  const steps = codes.map((code) => ({
    code,
    done: one.stepsDone.includes(code),
    ...(one.rules.steps[code]?.[one.product.regime] ?? failClosed),
  }));
  const outcome = steps.every(({ done }) => done) ? 'ALLOW' : 'ALLOW_WITH_STEPS';
  return { ...verdictOf(one, { rule }), outcome, steps };
}

function careSteps(one: Case): StepCode[] {
  const { product, stated, age, rules } = one;
  const steps: StepCode[] = [];
  if (stated === 'LIMITED') steps.push('GUARDIAN_CONSENT');
  if (product.issuerRating !== product.sellerRating) steps.push('DISCLOSE_HIGHER_RATING');
  if (!isHighRisk(one)) return steps;
  if (product.regime === 'CSRC') steps.push('SPECIAL_CARE_HIGH_RISK');
  else if (age !== null && age >= rules.policy.elderAge) steps.push('SPECIAL_CARE_65');
  return steps;
}

function blocked(one: Case, finding: Finding): Verdict {
  return verdictOf(one, finding);
}

function verdictOf({ rules, product, rating, dataAt }: Case, { rule, missing = [] }: Finding): Verdict {
  const cited = rules.rules[rule]?.[product.regime] ?? failClosed;
  return {
    outcome: 'BLOCK',
    steps: [],
    rule: { id: rule, book: cited.book, article: cited.article, version: rules.version },
    missing,
    rating,
    dataAt,
  };
}

const failClosed: Citation = { book: 'POLICY', article: 'fail closed' };

function withoutRules({ product, dataAt }: JudgeInput): Verdict {
  return {
    outcome: 'BLOCK',
    steps: [],
    rule: { id: 'RK21', book: 'POLICY', article: 'rules in force', version: 'none' },
    missing: ['RULES'],
    rating: ratingUsed(product),
    dataAt,
  };
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
