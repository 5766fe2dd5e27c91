import { z } from 'zod';
import { fenField, ratingField, textField } from '#core/sync/fields.ts';

/** A product on the firm's shelf, published by the centre. */
export const productFields = z.object({
  code: z.string().min(1).max(40),
  name: z.string().min(1).max(120),
  kind: z.enum([
    'BANK_WEALTH',
    'TRUST',
    'INSURANCE',
    'UNIT_LINKED',
    'FUND',
    'PRIVATE_FUND',
    'SECURITIES_PLAN',
  ]),
  /** Which rule book governs its sale (domain §3.2). */
  regime: z.enum(['NFRA', 'CSRC']),
  issuer: z.string().max(120),
  issuerRating: ratingField.nullable(),
  sellerRating: ratingField.nullable(),
  minAmountFen: fenField,
  /** Null = open-ended, redeemable on any working day. */
  termDays: z.int().positive().nullable(),
  status: z.enum(['ON_SALE', 'SUSPENDED', 'CLOSED']),
  isPrivate: z.boolean(),
  /** Whom or what an insurance covers: property and group cover need no matching (NFRA 40); of other kinds nothing. */
  cover: z.enum(['PERSONAL', 'PROPERTY', 'GROUP']).default('PERSONAL'),
  riskText: textField,
});
export type ProductFields = z.infer<typeof productFields>;
