import type { SuitabilityCase } from '#core/risk/case.ts';
import { allowed, blocked, withoutRules, type CaseFrame, type Verdict } from '#core/risk/finding.ts';
import { currentLevel, type Standing, type TestOnFile } from '#core/risk/level.ts';
import type { ProductFields } from '#core/risk/product.ts';
import { ratingIndex, ratingUsed } from '#core/risk/rating.ts';
import { rulesAt, type RuleBook } from '#core/risk/rule-book.ts';
import type { SuitabilityRules } from '#core/risk/suitability.ts';
import { eligibilityOf, validThrough } from '#core/risk/take-test.ts';
import { judge } from '#core/risk/verdict.ts';

/** Judges a whole case by the rules in force at its instant: the same facts and rules give the same verdict anywhere. */
export function judgeCase(one: SuitabilityCase, book: RuleBook): Verdict {
  return judgeBy(one, rulesAt(book, one.now));
}

/** Judges a whole case by given rules; null = none in force, which blocks. */
export function judgeBy(one: SuitabilityCase, rules: SuitabilityRules | null): Verdict {
  if (!rules) return withoutRules(one.product && ratingUsed(one.product), one.dataAt);
  const tests = one.tests.map((test, index) => onFile(test, index, rules));
  if (one.action === 'TAKE_TEST') return judgeTest(one, tests, rules);
  const standing = currentLevel(tests, one.now);
  if (one.action === 'CONFIRM_LEVEL') return judgeConfirmation(frameOf(one, rules), standing);
  if (!one.product) return blocked(frameOf(one, rules), { rule: 'RK40', missing: ['PRODUCT'] });
  if (one.action === 'KEEP_HOLDING') return judgeHolding(one, standing, rules);
  return judgeSale(one, standing, rules);
}

function judgeSale(one: SuitabilityCase, standing: Standing | null, rules: SuitabilityRules): Verdict {
  const { client, product, tests } = one;
  const last = tests.find((test, index) => idOf(test, index) === standing?.testId);
  const { changedAt, ...who } = client;
  const input = {
    ...one,
    client: who,
    changedAt,
    standing: standing && { ...standing, capacity: last?.capacity ?? null },
    isLowest: last?.level === 'C1' && (last.isLowest ?? true),
    product: product as unknown as ProductFields,
  };
  return judge(input, rules);
}

/** At most two tests a day and eight in twelve months; while the level counts, a reason (NFRA 29). */
function judgeTest(one: SuitabilityCase, tests: readonly TestOnFile[], rules: SuitabilityRules): Verdict {
  const frame = frameOf(one, rules);
  const { refusal, needsRetestReason } = eligibilityOf(tests, one.now, rules.test, one.client);
  if (refusal) {
    return blocked(frame, { rule: refusal.code === 'DAY_LIMIT' ? 'RK6' : 'RK7', retryOn: refusal.retryOn });
  }
  const isReasonOpen = needsRetestReason && !one.retestReason?.trim();
  return allowed(frame, { rule: 'RK62' }, isReasonOpen ? ['RETEST_REASON'] : []);
}

/** A changed level counts only once the client has confirmed exactly this change (NFRA 29). */
function judgeConfirmation(frame: CaseFrame, standing: Standing | null): Verdict {
  if (!standing || standing.isExpired) return blocked(frame, { rule: 'RK28', missing: ['VALID_TEST'] });
  return allowed(frame, { rule: 'RK9' }, standing.needsConfirmation ? ['RECONFIRM_LEVEL'] : []);
}

/** Nobody is forced out of what they hold; where its rating changed or it no longer fits, they are told (NFRA 22, CSRC 21). */
function judgeHolding(one: SuitabilityCase, standing: Standing | null, rules: SuitabilityRules): Verdict {
  const frame = frameOf(one, rules);
  const cell = standing ? rules.matrix[standing.level][ratingIndex(frame.rating)] : undefined;
  const fits = cell === 'OK' && standing?.isExpired === false;
  const isRatedAnew = one.product !== null && one.product.ratedBefore !== null;
  return allowed(frame, { rule: 'RK61' }, fits && !isRatedAnew ? [] : ['TELL_RATING_CHANGE']);
}

function frameOf(
  { product, regime, dataAt, stepsDone }: SuitabilityCase,
  rules: SuitabilityRules,
): CaseFrame {
  const rating = product && ratingUsed(product);
  return { rules, regime: product?.regime ?? regime, kind: product?.kind ?? null, rating, dataAt, stepsDone };
}

/** A recorded end may be earlier than the rules say, never later. */
function onFile(test: SuitabilityCase['tests'][number], index: number, rules: SuitabilityRules): TestOnFile {
  const byRules = validThrough(test.takenAt, rules.test);
  const recorded = test.validThrough ?? byRules;
  return {
    ...test,
    id: idOf(test, index),
    validThrough: recorded < byRules ? recorded : byRules,
    // Which sale it forbids is judged by the case itself, where it may be unknown; the level does not depend on it.
    capacity: test.capacity ?? 'NONE',
    isProvisional: false,
  };
}

function idOf(test: SuitabilityCase['tests'][number], index: number): string {
  return test.id ?? String(index).padStart(6, '0');
}
