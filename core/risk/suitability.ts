import { z } from 'zod';
import { productFields } from '#core/risk/product.ts';
import { dayField, fenField, ratingField } from '#core/sync/fields.ts';

export const bookField = z.enum(['NFRA', 'CSRC', 'POLICY']);
/** What is to be done with a product or a test, and needs a verdict first. */
export const actionField = z.enum([
  'RECOMMEND',
  'CLIENT_REQUEST',
  'INVITE_TALK',
  'MENTION',
  'TAKE_TEST',
  'CONFIRM_LEVEL',
  'KEEP_HOLDING',
]);
export const outcomeField = z.enum(['ALLOW', 'ALLOW_WITH_STEPS', 'BLOCK']);
export const stepField = z.enum([
  'GUARDIAN_CONSENT',
  'RETEST_REASON',
  'RECONFIRM_LEVEL',
  'CHECK_NEEDS',
  'CHECK_MEANS',
  'ADVISE_TO_STOP',
  'EXPLAIN_FULLY',
  'CONFIRM_IN_WRITING',
  'SIGNED_STATEMENT',
  'CHECK_NOT_LOWEST',
  'WARN_LETTER',
  'SPECIAL_CARE_65',
  'SPECIAL_CARE_HIGH_RISK',
  'DISCLOSE_HIGHER_RATING',
  'TELL_RATING_CHANGE',
]);
export type Action = z.infer<typeof actionField>;
export type Outcome = z.infer<typeof outcomeField>;
export type StepCode = z.infer<typeof stepField>;

const regime = productFields.shape.regime;
const kind = productFields.shape.kind;
/** A rule book and its article: both books have articles of the same number, so never one without the other. */
const citation = z.object({ book: bookField, article: z.string().min(1) });
export type Citation = z.infer<typeof citation>;
const byRegime = z.object({ NFRA: citation, CSRC: citation });
/** Citations of a rule; `kinds` names the article where a kind of product has one of its own. */
const cited = byRegime.extend({ kinds: z.partialRecord(kind, citation).optional() });
const row = z.tuple([cell(), cell(), cell(), cell(), cell()]);
const share = z.number().positive();
const byWealth = { financialAssetsFen: fenField, averageIncomeFen: fenField };

/** Strict: a member this program does not know could be a restriction it would pass over. */
const schema = z.strictObject({
  version: z.string().min(1).max(40),
  effectiveFrom: dayField,
  source: z.string(),
  caveats: z.array(z.string()),
  regimes: z.record(regime, z.array(kind)),
  matrix: z.object({ C1_MIN: row, C1: row, C2: row, C3: row, C4: row, C5: row }),
  /** Regimes that know a lowest category. */
  lowestCategoryRegimes: z.array(regime),
  /** What a level below the rating means, by kind and action. A kind without a row is blocked. */
  over: z.array(
    z.object({
      kinds: z.array(kind),
      action: actionField,
      outcome: outcomeField.exclude(['ALLOW']),
      rule: z.string(),
      steps: z.array(stepField),
    }),
  ),
  test: z.object({
    validMonths: z.int().positive(),
    perDay: z.int().positive(),
    perWindow: z.int().positive(),
    windowMonths: z.int().positive(),
    book: bookField,
    article: z.string(),
  }),
  policy: z.strictObject({
    highRiskFrom: ratingField,
    limitedCapacityUpTo: ratingField,
    elderAge: z.int(),
    limitedBelowAge: z.int(),
    noneBelowAge: z.int(),
    starterUpToFen: z.int(),
    elderWaitHours: z.int(),
    elderCallBackDays: z.int(),
    /** Within how many days holders are told of a changed rating. */
    rematchDays: z.int(),
    /** An amount above this share of the assets on file clearly exceeds the client's means. */
    meansShareUpTo: share,
    /** What inviting to a talk about a product, or naming it in a message, counts as. */
    talkCountsAs: z.enum(['RECOMMEND', 'CLIENT_REQUEST']),
    privateFundMinFen: fenField,
  }),
  /** How long records are kept, the later of both: years after the contract's end (NFRA 17), years from the record. */
  retention: z.object({ yearsAfterEnd: z.int().positive(), yearsFromRecord: z.int().positive() }),
  insuranceExempt: z.object({ kinds: z.array(kind), maxTermDays: z.int() }),
  /** Natural persons who need no protection as ordinary investors, in the regimes that know such. */
  professional: z.object({
    regimes: z.array(regime),
    byRight: citation.extend({ ...byWealth, years: z.int() }),
    byRequest: citation.extend({ ...byWealth, years: z.int() }),
  }),
  /** Who may be offered private products: the general line, and that of private funds. */
  qualified: z.object({
    general: z.object({
      years: z.int(),
      householdNetFinancialAssetsFen: fenField,
      householdFinancialAssetsFen: fenField,
      averageIncomeFen: fenField,
    }),
    privateFund: z.object(byWealth),
  }),
  /** When insurance with uncertain benefits needs a signed statement. */
  signedStatement: z.object({
    kinds: z.array(kind),
    singlePremiumTimesIncome: share,
    yearlyPremiumShareOfIncome: share,
    payYearsPlusAge: z.int(),
    premiumShareOfBudget: share,
  }),
  rules: z.record(z.string(), cited),
  steps: z.record(stepField, byRegime),
});

/** Matching rules of one version: matrix, consequences, limits and citations (domain §3.2). */
export type SuitabilityRules = z.infer<typeof schema>;

/** Parses one version of the matching rules; throws with every fault named. */
export function parseSuitability(data: unknown): SuitabilityRules {
  return schema.parse(data);
}

function cell(): z.ZodEnum<{ OK: 'OK'; OVER: 'OVER'; NEVER: 'NEVER' }> {
  return z.enum(['OK', 'OVER', 'NEVER']);
}
