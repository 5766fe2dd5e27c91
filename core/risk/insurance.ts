import { z } from 'zod';
import type { Missing } from '#core/risk/finding.ts';
import type { ProductFields } from '#core/risk/product.ts';
import type { SuitabilityRules } from '#core/risk/suitability.ts';
import { fenField } from '#core/sync/fields.ts';

/** How an insurance is to be paid; amounts in fen. */
export const premiumFields = z.object({
  mode: z.enum(['SINGLE', 'YEARLY']),
  /** The single premium, or that of one year. */
  amountFen: fenField.positive(),
  /** Years of payment; 1 for a single premium. */
  payYears: z.int().min(1).default(1),
});
export type Premium = z.infer<typeof premiumFields>;

/** What an insurance covers, where it is not one person's own cover. */
export type Cover = 'PERSONAL' | 'PROPERTY' | 'GROUP';

/** What a signed statement is judged by; amounts in fen, null = not known. */
export interface StatementFacts {
  readonly age: number | null;
  readonly householdIncomeFen: number | null;
  readonly budgetFen: number | null;
  readonly premium: Premium | null;
}

type InsuranceProduct = Pick<ProductFields, 'kind' | 'termDays'> & { readonly cover?: Cover | undefined };

/**
 * True for insurance outside the suitability duty (NFRA 40): property, personal cover of a year or less, group cover;
 * not unit-linked, for which each payer of a group is tested too.
 */
export function isExemptInsurance(product: InsuranceProduct, { insuranceExempt }: SuitabilityRules): boolean {
  if (!insuranceExempt.kinds.includes(product.kind)) return false;
  if (product.cover === 'PROPERTY' || product.cover === 'GROUP') return true;
  return product.termDays !== null && product.termDays <= insuranceExempt.maxTermDays;
}

/**
 * Says whether insurance with uncertain benefits needs a signed statement (NFRA 39): a premium large against income or
 * budget, or payment into old age. Null where what is known decides neither way: then the statement is asked for.
 */
export function needsStatement(facts: StatementFacts, rules: SuitabilityRules): boolean | null {
  if (!facts.premium) return null;
  const answers = conditionsOf(facts, facts.premium, rules).map(([, answer]) => answer);
  if (answers.includes(true)) return true;
  return answers.includes(null) ? null : false;
}

/** Returns what is not known and keeps `needsStatement` from an answer; nothing where it has one. */
export function missingForStatement(facts: StatementFacts, rules: SuitabilityRules): Missing[] {
  if (!facts.premium) return ['PREMIUM'];
  if (needsStatement(facts, rules) !== null) return [];
  return conditionsOf(facts, facts.premium, rules).flatMap(([code, answer]) =>
    answer === null ? [code] : [],
  );
}

/** Every condition of NFRA 39, with the fact it needs; null where that is not known. */
function conditionsOf(
  { age, householdIncomeFen: income, budgetFen }: StatementFacts,
  { mode, amountFen, payYears }: Premium,
  { signedStatement }: SuitabilityRules,
): (readonly [Missing, boolean | null])[] {
  const { singlePremiumTimesIncome, yearlyPremiumShareOfIncome } = signedStatement;
  const ofIncome = mode === 'SINGLE' ? singlePremiumTimesIncome : yearlyPremiumShareOfIncome;
  return [
    ['HOUSEHOLD_INCOME', income === null ? null : amountFen > ofIncome * income],
    ['BIRTH_DAY', age === null ? null : payYears + age >= signedStatement.payYearsPlusAge],
    ['BUDGET', budgetFen === null ? null : amountFen >= signedStatement.premiumShareOfBudget * budgetFen],
  ];
}
