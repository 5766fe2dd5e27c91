import { z } from 'zod';
import { fromIso } from '#core/base/time.ts';
import { premiumFields } from '#core/risk/insurance.ts';
import { investorFields } from '#core/risk/investor.ts';
import { productFields } from '#core/risk/product.ts';
import { riskTestFields } from '#core/risk/risk-test.ts';
import { actionField, stepField } from '#core/risk/suitability.ts';
import { dayField, fenField, levelField } from '#core/sync/fields.ts';

/** An instant: milliseconds since 1970 UTC, or ISO 8601 with its offset. */
const error =
  'give the instant with its offset, such as 2026-11-23T10:00:00+08:00, or milliseconds since 1970';
const when = z
  .union([z.int(), z.iso.datetime({ offset: true, error })], { error })
  .transform((given) => (typeof given === 'number' ? given : fromIso(given)));
const amount = fenField.nonnegative().nullable().default(null);

const productOfCase = productFields
  .pick({ kind: true, regime: true, status: true, issuerRating: true, sellerRating: true, termDays: true })
  .extend({
    code: productFields.shape.code.default('-'),
    /** Anything but a status of the shelf is unknown, which blocks. */
    status: z.string().toUpperCase().default('UNKNOWN'),
    issuerRating: productFields.shape.issuerRating.default(null),
    sellerRating: productFields.shape.sellerRating.default(null),
    termDays: productFields.shape.termDays.default(null),
    minAmountFen: productFields.shape.minAmountFen.default(0),
    isPrivate: z.boolean().nullable().default(null),
    /** The rating used before, where it changed while the client held the product. */
    ratedBefore: productFields.shape.issuerRating.default(null),
    cover: z.enum(['PERSONAL', 'PROPERTY', 'GROUP']).default('PERSONAL'),
  });

const testOfCase = z.object({
  id: z.string().max(64).optional(),
  takenAt: when,
  /** Last day on which the level counts, as recorded; the rules end it no later than they say. */
  validThrough: dayField.optional(),
  level: levelField,
  /** The level before, where the client confirmed the change from exactly that one. */
  changedFrom: levelField.nullable().default(null),
  capacity: riskTestFields.shape.capacity.nullable().default(null),
  /** Whether the answers put a C1 into the lowest category of the fund side; null = a C1 counts as lowest. */
  isLowest: z.boolean().nullable().default(null),
  voidedReason: z.string().max(60).nullable().default(null),
});

/**
 * Everything a verdict depends on, as one JSON object: what is judged on screen is built as a case, stored with its
 * verdict and can be judged again with `npm run verdict`. What is left out is not known.
 */
export const suitabilityCase = z.object({
  id: z.string().max(200).optional(),
  now: when,
  /** The business day in Shanghai; must be that of `now`. */
  date: dayField.optional(),
  action: actionField,
  client: z.object({
    birthDay: dayField.nullable().default(null),
    capacity: riskTestFields.shape.capacity.nullable().default(null),
    isQualified: z.boolean().nullable().default(null),
    investor: investorFields.nullable().default(null),
    assetsFen: amount,
    householdIncomeFen: amount,
    budgetFen: amount,
    /** When the client last reported a change that matters for the level. */
    changedAt: when.nullable().default(null),
  }),
  tests: z.array(testOfCase).default([]),
  product: productOfCase.nullable().default(null),
  /** The rule book a test is taken under where no product is named. */
  regime: productFields.shape.regime.default('NFRA'),
  needs: z.enum(['MATCH', 'MISMATCH']).nullable().default(null),
  audience: z.enum(['NAMED', 'OPEN']).default('NAMED'),
  amountFen: amount,
  premium: premiumFields.nullable().default(null),
  /** Why a test is taken while the level still counts. */
  retestReason: z.string().max(4000).nullable().default(null),
  stepsDone: z.array(stepField).default([]),
  dataAt: when.nullable().default(null),
});
export type SuitabilityCase = z.infer<typeof suitabilityCase>;
