import { z } from 'zod';
import suitability202602 from '#resources/suitability-2026-02.json' with { type: 'json' };
import type { BusinessDay } from '#core/base/time.ts';
import { productFields } from '#core/risk/product.ts';
import { dayField, ratingField } from '#core/sync/fields.ts';

export const bookField = z.enum(['NFRA', 'CSRC', 'POLICY']);
const actionField = z.enum(['RECOMMEND', 'CLIENT_REQUEST']);
export const outcomeField = z.enum(['ALLOW', 'ALLOW_WITH_STEPS', 'BLOCK']);
export const stepField = z.enum([
  'GUARDIAN_CONSENT',
  'ADVISE_TO_STOP',
  'EXPLAIN_FULLY',
  'CONFIRM_IN_WRITING',
  'CHECK_NOT_LOWEST',
  'WARN_LETTER',
  'SPECIAL_CARE_65',
  'SPECIAL_CARE_HIGH_RISK',
  'DISCLOSE_HIGHER_RATING',
]);
export type Action = z.infer<typeof actionField>;
export type Outcome = z.infer<typeof outcomeField>;
export type StepCode = z.infer<typeof stepField>;

const regime = productFields.shape.regime;
const kind = productFields.shape.kind;
/** A rule book and its article: both books have articles of the same number, so never one without the other. */
const citation = z.object({ book: bookField, article: z.string().min(1) });
export type Citation = z.infer<typeof citation>;
const byRegime = z.record(regime, citation);
const row = z.tuple([cell(), cell(), cell(), cell(), cell()]);

const schema = z.object({
  version: z.string(),
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
  policy: z.object({
    highRiskFrom: ratingField,
    limitedCapacityUpTo: ratingField,
    elderAge: z.int(),
    limitedBelowAge: z.int(),
    noneBelowAge: z.int(),
    starterUpToFen: z.int(),
    elderWaitHours: z.int(),
    elderCallBackDays: z.int(),
  }),
  insuranceExempt: z.object({ kinds: z.array(kind), maxTermDays: z.int() }),
  rules: z.record(z.string(), byRegime),
  steps: z.record(stepField, byRegime),
});

/** Matching rules of one version: matrix, consequences, limits and citations (domain §3.2). */
export type SuitabilityRules = z.infer<typeof schema>;

/** Every version of the rules, oldest first. */
const versions: readonly SuitabilityRules[] = [schema.parse(suitability202602)];

/** The newest version, for limits and lists that need no date. */
export const rulesInUse: SuitabilityRules = versions.at(-1) as SuitabilityRules;

/** Returns the version in force on a day, or null before the first took effect. */
export function rulesOn(day: BusinessDay): SuitabilityRules | null {
  return versions.findLast(({ effectiveFrom }) => effectiveFrom <= day) ?? null;
}

function cell(): z.ZodEnum<{ OK: 'OK'; OVER: 'OVER'; NEVER: 'NEVER' }> {
  return z.enum(['OK', 'OVER', 'NEVER']);
}
