import { z } from 'zod';
import { dayField, fenField, idField, instantField, textField } from '#core/sync/fields.ts';

/** What a client can prove or tell that verdicts rest on. */
export const factKindField = z.enum([
  'FINANCIAL_ASSETS',
  'HOUSEHOLD_FINANCIAL_ASSETS',
  'HOUSEHOLD_NET_FINANCIAL_ASSETS',
  'AVERAGE_INCOME',
  'INVESTING',
  'MATCHING_WORK',
  'REQUEST',
  'DECISION',
  'HOUSEHOLD_INCOME',
  'INSURANCE_BUDGET',
  'CHANGE',
]);

/**
 * One thing proved or told about a client as an investor: a fact. The newest of its kind counts; one without a value takes
 * the one before back.
 */
export const investorFactFields = z.object({
  clientId: idField,
  what: factKindField,
  amountFen: fenField.nonnegative().nullable(),
  /** Experience in whole months. */
  months: z.int().min(0).max(1200).nullable(),
  /** What was asked for, and what the firm decided about it. */
  choice: z.enum(['PROFESSIONAL', 'ORDINARY', 'ACCEPTED', 'DECLINED']).nullable(),
  /** The kind of document, by its code in resources/investor-documents-*.json. */
  documentKind: z.string().max(40).nullable(),
  /** The day the document speaks of. */
  documentDate: dayField.nullable(),
  /** What the document says, where it lies, or what the client told. */
  evidence: textField,
  /** The client's signature as an SVG path in a 600×200 box, where one is asked. */
  signaturePath: z.string().min(1).max(60_000).nullable(),
  recordedBy: idField,
  recordedAt: instantField,
  /** First day on which the record may be destroyed. */
  retainUntil: dayField,
});
export type InvestorFactFields = z.infer<typeof investorFactFields>;
