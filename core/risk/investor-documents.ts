import { z } from 'zod';
import documentsV1 from '#resources/investor-documents-v1.json' with { type: 'json' };
import { addMonths, type BusinessDay } from '#core/base/time.ts';
import { factKindField, type InvestorFactFields } from '#core/risk/investor-fact.ts';

const bilingual = z.object({ 'zh-CN': z.string().min(1), en: z.string().min(1) });

/** Which documents prove what, and for how long: the firm's policy. */
export const investorDocuments = z
  .object({
    version: z.int(),
    kinds: z.record(z.string(), bilingual),
    facts: z.record(
      factKindField,
      z.object({
        value: z.enum(['AMOUNT', 'MONTHS', 'REQUEST', 'DECISION', 'NONE']),
        documents: z.array(z.string()).min(1),
        /** Counts through the corresponding date of the document's day; null = for good. */
        validMonths: z.int().positive().nullable(),
      }),
    ),
  })
  .parse(documentsV1);

export type FactKind = InvestorFactFields['what'];

/** A fact as handed in: not yet recorded. */
export type GivenFact = Pick<
  InvestorFactFields,
  'what' | 'amountFen' | 'months' | 'choice' | 'documentKind' | 'documentDate' | 'evidence' | 'signaturePath'
>;

/** What is missing from a fact, or cannot be so. */
export type FactFault =
  | 'NO_VALUE'
  | 'WRONG_VALUE'
  | 'NO_DOCUMENT'
  | 'NO_DATE'
  | 'FUTURE_DATE'
  | 'NO_EVIDENCE'
  | 'NO_SIGNATURE';

/** True for a fact that takes the one before back: it names no value where its kind has one. */
export function isWithdrawal({ what, amountFen, months, choice }: GivenFact): boolean {
  const { value } = investorDocuments.facts[what];
  if (value === 'AMOUNT') return amountFen === null;
  if (value === 'MONTHS') return months === null;
  return value !== 'NONE' && choice === null;
}

/** Returns the last day a fact counts, or null where it counts for good. */
export function factCountsThrough({
  what,
  documentDate,
}: Pick<InvestorFactFields, 'what' | 'documentDate'>): BusinessDay | null {
  const { validMonths } = investorDocuments.facts[what];
  return validMonths === null || documentDate === null ? null : addMonths(documentDate, validMonths);
}

/**
 * Returns what keeps a fact from being recorded: a value of its kind, a document that proves it, its day, what it says; a
 * request is signed (CSRC 11). One that takes another back needs its reason only.
 */
export function factFaults(given: GivenFact, today: BusinessDay, takesBack: boolean): FactFault[] {
  const faults: FactFault[] = [];
  if (given.evidence.trim() === '') faults.push('NO_EVIDENCE');
  if (isForeignValue(given)) faults.push('WRONG_VALUE');
  if (takesBack) return isWithdrawal(given) ? faults : [...faults, 'WRONG_VALUE'];
  if (isWithdrawal(given)) faults.push('NO_VALUE');
  const { documents, value } = investorDocuments.facts[given.what];
  if (given.documentKind === null || !documents.includes(given.documentKind)) faults.push('NO_DOCUMENT');
  if (given.documentDate === null) faults.push('NO_DATE');
  else if (given.documentDate > today) faults.push('FUTURE_DATE');
  if (value === 'REQUEST' && given.signaturePath === null) faults.push('NO_SIGNATURE');
  return faults;
}

const choices = { REQUEST: ['PROFESSIONAL', 'ORDINARY'], DECISION: ['ACCEPTED', 'DECLINED'] } as const;

/** A value that belongs to another kind of fact would be read as nothing. */
function isForeignValue({ what, amountFen, months, choice }: GivenFact): boolean {
  const { value } = investorDocuments.facts[what];
  const allowed: readonly string[] = value === 'REQUEST' || value === 'DECISION' ? choices[value] : [];
  if (choice !== null && !allowed.includes(choice)) return true;
  return (amountFen !== null && value !== 'AMOUNT') || (months !== null && value !== 'MONTHS');
}
