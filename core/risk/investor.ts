import { z } from 'zod';
import type { ProductFields } from '#core/risk/product.ts';
import type { Citation, SuitabilityRules } from '#core/risk/suitability.ts';
import { fenField } from '#core/sync/fields.ts';

const amount = fenField.nonnegative().nullable().default(null);
const years = z.number().nonnegative().nullable().default(null);

/** What is proved of a person's wealth and experience; amounts in fen, null = not proved. */
export const investorFields = z.object({
  /** The person's own financial assets. */
  financialAssetsFen: amount,
  householdFinancialAssetsFen: amount,
  /** Household financial assets less debts. */
  householdNetFinancialAssetsFen: amount,
  /** The person's own income a year, averaged over the last three. */
  averageIncomeFen: amount,
  yearsInvesting: years,
  /** Years in work that matches (finance, product design, investment, risk control …). */
  yearsInMatchingWork: years,
  /** What the person asked in writing to be treated as; null = nothing. */
  asksToBe: z.enum(['PROFESSIONAL', 'ORDINARY']).nullable().default(null),
  /** Whether the firm accepted a request to be professional after its careful assessment; it may decline. */
  isAccepted: z.boolean().nullable().default(null),
});
export type InvestorFacts = z.infer<typeof investorFields>;

/**
 * Returns by which article a natural person is a professional investor, or null for an ordinary one: by right unless
 * asked to be ordinary (CSRC 8(5)), by request once the firm accepted it (CSRC 11-12). Under NFRA 27 nobody is.
 */
export function professionalBy(
  facts: InvestorFacts | null,
  { professional }: SuitabilityRules,
  regime: ProductFields['regime'],
): Citation | null {
  if (!facts || !professional.regimes.includes(regime) || facts.asksToBe === 'ORDINARY') return null;
  const { byRight, byRequest } = professional;
  if (meets(facts, byRight)) return { book: byRight.book, article: byRight.article };
  const isRequested = facts.asksToBe === 'PROFESSIONAL' && facts.isAccepted === true;
  return isRequested && meets(facts, byRequest) ? { book: byRequest.book, article: byRequest.article } : null;
}

/**
 * Says whether a natural person is a qualified investor for a private product: two years' investing and one of three
 * amounts (asset-management opinions 5), or the line of private funds. Null where what is proved decides neither way.
 */
export function isQualifiedInvestor(
  facts: InvestorFacts | null,
  { qualified }: SuitabilityRules,
  kind: ProductFields['kind'],
): boolean | null {
  if (!facts) return null;
  const { general, privateFund } = qualified;
  if (kind === 'PRIVATE_FUND') {
    return either(
      reaches(facts.financialAssetsFen, privateFund.financialAssetsFen),
      reaches(facts.averageIncomeFen, privateFund.averageIncomeFen),
    );
  }
  return both(
    reaches(facts.yearsInvesting, general.years),
    either(
      reaches(facts.householdNetFinancialAssetsFen, general.householdNetFinancialAssetsFen),
      reaches(facts.householdFinancialAssetsFen, general.householdFinancialAssetsFen),
      reaches(facts.averageIncomeFen, general.averageIncomeFen),
    ),
  );
}

/** What is not proved does not count: a professional loses protection, so nobody becomes one by a gap. */
function meets(
  facts: InvestorFacts,
  line: { readonly financialAssetsFen: number; readonly averageIncomeFen: number; readonly years: number },
): boolean {
  const isWealthy =
    reaches(facts.financialAssetsFen, line.financialAssetsFen) ||
    reaches(facts.averageIncomeFen, line.averageIncomeFen);
  const isVersed =
    reaches(facts.yearsInvesting, line.years) || reaches(facts.yearsInMatchingWork, line.years);
  return isWealthy === true && isVersed === true;
}

function reaches(known: number | null, least: number): boolean | null {
  return known === null ? null : known >= least;
}

function either(...answers: readonly (boolean | null)[]): boolean | null {
  if (answers.includes(true)) return true;
  return answers.includes(null) ? null : false;
}

function both(...answers: readonly (boolean | null)[]): boolean | null {
  if (answers.includes(false)) return false;
  return answers.includes(null) ? null : true;
}
