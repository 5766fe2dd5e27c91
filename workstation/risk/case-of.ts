import type { ShelvedProduct } from '#core/risk/shelf-version.ts';
import { businessDayOf, type Instant } from '#core/base/time.ts';
import { suitabilityCase, type SuitabilityCase } from '#core/risk/case.ts';
import type { Verdict } from '#core/risk/finding.ts';
import { judgeCase } from '#core/risk/judge-case.ts';
import type { Premium } from '#core/risk/insurance.ts';
import { purposeOfKind, testsFor } from '#core/risk/sheet-purpose.ts';
import { ratingUsed, type Rating } from '#core/risk/rating.ts';
import { isLowestCategory, termFits } from '#core/risk/score.ts';
import { rulesAt, sheetNamed, type RuleBook } from '#core/risk/rule-book.ts';
import { stepsDone, type StepGround } from '#core/risk/steps-done.ts';
import type { Action } from '#core/risk/suitability.ts';
import type { StoredTest } from '#db/queries/risk.ts';
import { factsFor, type RiskFacts } from '#workstation/risk/facts.ts';

/** What is to be done, when, and as of when the data are complete. */
export interface Occasion {
  readonly action: Action;
  readonly now: Instant;
  readonly dataAt: Instant | null;
  /** The amount meant, in fen; null = not named. */
  readonly amountFen?: number | null;
  /** Whom an invitation or a message is for: this client by name (the default), or whoever sees it. */
  readonly audience?: SuitabilityCase['audience'];
  /** What the product was rated before its rating last changed; the client is to be told of it. */
  readonly ratedBefore?: Rating | null;
  /** The premium of an insurance, where one was named. */
  readonly premium?: Premium | null;
}

/** A case and the verdict on it: what is shown, stored and judged again is this one pair. */
export interface Judged {
  readonly case: SuitabilityCase;
  readonly verdict: Verdict;
}

/** Judges a product (null = one this device does not know, which blocks) for a client's facts. */
export function judgeFor(facts: RiskFacts, product: ShelvedProduct | null, at: Occasion): Judged {
  const one = caseOf(product ? factsFor(facts, purposeOfKind(product.kind), at.now) : facts, product, at);
  return { case: one, verdict: judgeCase(one, facts.ruleBook) };
}

/** Judges a product for somebody who is on no file: nothing is known, so all that needs a fact blocks. */
export function judgeStranger(product: ShelvedProduct | null, at: Occasion, ruleBook: RuleBook): Judged {
  const one = suitabilityCase.parse({ ...at, date: businessDayOf(at.now), client: {}, product });
  return { case: one, verdict: judgeCase(one, ruleBook) };
}

/** Returns what steps recorded for a verdict must agree with to count for it. */
export function groundOf(facts: RiskFacts, product: ShelvedProduct, at: Occasion): StepGround {
  return {
    productId: product.id,
    action: at.action,
    testId: factsFor(facts, purposeOfKind(product.kind), at.now).standing?.testId ?? null,
    rating: ratingUsed(product),
    amountFen: at.amountFen ?? at.premium?.amountFen ?? null,
    now: at.now,
  };
}

function caseOf(facts: RiskFacts, product: ShelvedProduct | null, at: Occasion): SuitabilityCase {
  const { birthDay, capacity, statedAssetsFen } = facts.client;
  const rules = rulesAt(facts.ruleBook, at.now);
  return suitabilityCase.parse({
    ...at,
    date: businessDayOf(at.now),
    client: { birthDay, capacity, assetsFen: statedAssetsFen, ...facts.investor },
    tests: testsOf(facts, product).map((test) => testOf(test, facts.ruleBook)),
    product: product && { ...product, ratedBefore: at.ratedBefore },
    needs: product && needsOf(facts, product),
    stepsDone: product && rules ? stepsDone(facts.steps, groundOf(facts, product, at), rules.policy) : [],
  });
}

/** The tests whose level is for products of this kind; of a product that is not known, all. */
function testsOf({ tests }: RiskFacts, product: ShelvedProduct | null): readonly StoredTest[] {
  return product ? testsFor(tests, purposeOfKind(product.kind)) : tests;
}

function needsOf({ lastTest, ruleBook }: RiskFacts, { termDays }: ShelvedProduct): SuitabilityCase['needs'] {
  if (!lastTest) return null;
  const sheet = sheetNamed(ruleBook, lastTest.sheetId, lastTest.sheetVersion);
  return termFits(sheet, lastTest.answers, termDays);
}

function testOf(test: StoredTest, ruleBook: RuleBook): unknown {
  const { level, sheetId, sheetVersion } = test;
  const isLowest =
    level === 'C1' ? isLowestCategory(sheetNamed(ruleBook, sheetId, sheetVersion), test) : null;
  return { ...test, isLowest };
}
