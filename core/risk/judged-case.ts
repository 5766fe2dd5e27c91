import { ageOn, businessDayOf, type BusinessDay, type Instant } from '#core/base/time.ts';
import type { CaseFrame } from '#core/risk/finding.ts';
import type { Cover, Premium } from '#core/risk/insurance.ts';
import type { InvestorFacts } from '#core/risk/investor.ts';
import type { Capacity, Standing } from '#core/risk/level.ts';
import type { ProductFields } from '#core/risk/product.ts';
import { ratingUsed } from '#core/risk/rating.ts';
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
  readonly standing: (Omit<Standing, 'capacity'> & { readonly capacity: Capacity | null }) | null;
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

/** A question to the judge with what follows from it alone. */
export interface JudgedCase extends JudgeInput, CaseFrame {
  readonly age: number | null;
  readonly stated: Capacity | null;
  readonly isLowest: boolean;
  /** RECOMMEND or CLIENT_REQUEST: what the action counts as. */
  readonly countsAs: 'RECOMMEND' | 'CLIENT_REQUEST' | null;
}

/** Draws from a question what every check needs: age, capacity, rating, and what the action counts as. */
export function judgedCaseOf(input: JudgeInput, rules: SuitabilityRules): JudgedCase {
  const { birthDay, capacity } = input.client;
  const age = birthDay === null ? null : ageOn(birthDay, businessDayOf(input.now));
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
function countsAs(action: Action, { policy }: SuitabilityRules): JudgedCase['countsAs'] {
  if (action === 'RECOMMEND' || action === 'CLIENT_REQUEST') return action;
  return action === 'INVITE_TALK' || action === 'MENTION' ? policy.talkCountsAs : null;
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
