import {
  missingForStatement,
  isExemptInsurance,
  needsStatement,
  type StatementFacts,
} from '#core/risk/insurance.ts';
import type { Missing } from '#core/risk/finding.ts';
import type { JudgedCase } from '#core/risk/judged-case.ts';
import { ratingIndex } from '#core/risk/rating.ts';
import type { StepCode } from '#core/risk/suitability.ts';

/**
 * Returns what is to be done whatever the level says, in the order in which it is to be done; `asked` is what a level
 * below the rating asks for, and stands before the statement: nobody declares to bear what he was not advised on yet.
 */
export function careSteps(one: JudgedCase, asked: readonly StepCode[] = []): StepCode[] {
  const { product, stated, age, rules, rating } = one;
  const steps: StepCode[] = [];
  if (stated === 'LIMITED') steps.push('GUARDIAN_CONSENT');
  if (rating !== null && product.issuerRating !== product.sellerRating) steps.push('DISCLOSE_HIGHER_RATING');
  steps.push(...needsSteps(one), ...amountSteps(one));
  if (isHighRisk(one)) {
    if (product.regime === 'CSRC') steps.push('SPECIAL_CARE_HIGH_RISK');
    else if (age !== null && age >= rules.policy.elderAge) steps.push('SPECIAL_CARE_65');
  }
  return [...steps, ...asked, ...statementSteps(one)];
}

/** Leaves out what protects ordinary investors only and is not asked for a professional one. */
export function protectionAside(steps: readonly StepCode[]): StepCode[] {
  return steps.filter((code) => code !== 'SPECIAL_CARE_HIGH_RISK' && code !== 'CHECK_NEEDS');
}

/** Returns what is not known and is why a step is still to be done: where it were known, the step might fall away. */
export function missingBehind(one: JudgedCase, steps: readonly StepCode[]): Missing[] {
  const open = steps.filter((code) => !one.stepsDone.includes(code));
  const missing: Missing[] = [];
  if (open.includes('CHECK_NEEDS')) missing.push('NEEDS');
  if (open.includes('CHECK_MEANS')) missing.push('ASSETS');
  if (open.includes('SIGNED_STATEMENT')) missing.push(...missingForStatement(statementFacts(one), one.rules));
  return missing;
}

/** True from the rating on that the firm calls high risk. */
function isHighRisk({ rating, rules }: JudgedCase): boolean {
  return ratingIndex(rating) >= ratingIndex(rules.policy.highRiskFrom);
}

/** Recommending asks whether purpose and term fit; where nobody has looked, somebody must (NFRA 12, CSRC 22(4)). */
function needsSteps({ needs = null, countsAs: what, product, rules }: JudgedCase): StepCode[] {
  if (what !== 'RECOMMEND' || isExemptInsurance(product, rules)) return [];
  return needs === null ? ['CHECK_NEEDS'] : [];
}

function amountSteps({ product, amountFen = null, client }: JudgedCase): StepCode[] {
  const isByMeans = product.kind === 'BANK_WEALTH' || product.kind === 'TRUST';
  return isByMeans && amountFen !== null && (client.assetsFen ?? null) === null ? ['CHECK_MEANS'] : [];
}

function statementSteps(one: JudgedCase): StepCode[] {
  const { product, rules, premium = null, countsAs: what } = one;
  const isUncertain = rules.signedStatement.kinds.includes(product.kind);
  if (!isUncertain || (what !== 'CLIENT_REQUEST' && premium === null)) return [];
  return needsStatement(statementFacts(one), rules) === false ? [] : ['SIGNED_STATEMENT'];
}

function statementFacts({ age, client, premium = null }: JudgedCase): StatementFacts {
  const { householdIncomeFen = null, budgetFen = null } = client;
  return { age, householdIncomeFen, budgetFen, premium };
}
