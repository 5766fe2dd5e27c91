import { z } from 'zod';
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
export function needsStatement(facts: StatementFacts, { signedStatement }: SuitabilityRules): boolean | null {
  const { age, householdIncomeFen: income, budgetFen, premium } = facts;
  if (!premium) return null;
  const { singlePremiumTimesIncome, yearlyPremiumShareOfIncome } = signedStatement;
  const ofIncome = premium.mode === 'SINGLE' ? singlePremiumTimesIncome : yearlyPremiumShareOfIncome;
  const conditions = [
    income === null ? null : premium.amountFen > ofIncome * income,
    age === null ? null : premium.payYears + age >= signedStatement.payYearsPlusAge,
    budgetFen === null ? null : premium.amountFen >= signedStatement.premiumShareOfBudget * budgetFen,
  ];
  if (conditions.includes(true)) return true;
  return conditions.includes(null) ? null : false;
}
