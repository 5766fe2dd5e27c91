import type { ProductFields } from '#core/risk/product.ts';
import type { Rating } from '#core/risk/rating.ts';
import type { Citation, Outcome, StepCode, SuitabilityRules } from '#core/risk/suitability.ts';
import type { BusinessDay, Instant } from '#core/base/time.ts';

export type Missing =
  | 'RULES'
  | 'STATUS'
  | 'REGIME'
  | 'CAPACITY'
  | 'QUALIFIED_INVESTOR'
  | 'ISSUER_RATING'
  | 'SELLER_RATING'
  | 'VALID_TEST'
  | 'LEVEL_CONFIRMATION'
  | 'BIRTH_DAY'
  | 'PRODUCT'
  | 'NEEDS'
  | 'ASSETS'
  | 'PREMIUM'
  | 'HOUSEHOLD_INCOME'
  | 'BUDGET';

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
  /** What is not known: of a block what it would need, of a permission why a step is still to be done. */
  readonly missing: Missing[];
  readonly rating: Rating | null;
  readonly dataAt: Instant | null;
  /** The first day on which a refused test may be taken; null for everything else. */
  readonly retryOn: BusinessDay | null;
}

/** A rule that was met, and what is missing where that is why. */
export interface Finding {
  readonly rule: string;
  readonly missing?: Missing[];
  /** The article where it depends on the client and not only on the product. */
  readonly cited?: Citation;
  readonly retryOn?: BusinessDay;
}

/** What a verdict says of its case whatever it finds. */
export interface CaseFrame {
  readonly rules: SuitabilityRules;
  readonly regime: ProductFields['regime'];
  readonly kind: ProductFields['kind'] | null;
  readonly rating: Rating | null;
  readonly dataAt: Instant | null;
  readonly stepsDone: readonly StepCode[];
}

const failClosed: Citation = { book: 'POLICY', article: 'fail closed' };

/** Returns the article of a rule for a regime and, where it has one of its own, a kind of product. */
export function citationOf(
  { rules, regime, kind }: Pick<CaseFrame, 'rules' | 'regime' | 'kind'>,
  id: string,
): Citation {
  const cited = rules.rules[id];
  if (!cited) return failClosed;
  return (kind && cited.kinds?.[kind]) || cited[regime] || failClosed;
}

/** A refusal, with the rule that decided. */
export function blocked(frame: CaseFrame, finding: Finding): Verdict {
  const { book, article } = finding.cited ?? citationOf(frame, finding.rule);
  return {
    outcome: 'BLOCK',
    steps: [],
    rule: { id: finding.rule, book, article, version: frame.rules.version },
    missing: finding.missing ?? [],
    rating: frame.rating,
    dataAt: frame.dataAt,
    retryOn: finding.retryOn ?? null,
  };
}

/** A permission, after the steps that are not done yet. */
export function allowed(frame: CaseFrame, finding: Finding, codes: readonly StepCode[]): Verdict {
  const steps = codes.map((code) => ({
    code,
    done: frame.stepsDone.includes(code),
    ...(frame.rules.steps[code]?.[frame.regime] ?? failClosed),
  }));
  const outcome = steps.every(({ done }) => done) ? 'ALLOW' : 'ALLOW_WITH_STEPS';
  return { ...blocked(frame, finding), outcome, steps };
}

/** What a verdict names as its version where no rules were in force. */
export const noRules = 'none';

/** The verdict of a day on which no rules were in force. */
export function withoutRules(rating: Rating | null, dataAt: Instant | null): Verdict {
  return {
    outcome: 'BLOCK',
    steps: [],
    rule: { id: 'RK21', book: 'POLICY', article: 'rules in force', version: noRules },
    missing: ['RULES'],
    rating,
    dataAt,
    retryOn: null,
  };
}
