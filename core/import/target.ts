import { z } from 'zod';
import { channelField, lawfulBasisField } from '#core/sync/fields.ts';

/** What a column of a file may become. `extra` keeps it under its own name; `drop` leaves it out. */
export const importTarget = z.enum([
  'name',
  'phone',
  'ref',
  'gender',
  'birthDay',
  'city',
  'tier',
  'occupation',
  'incomeBand',
  'otherPlatforms',
  'statedAssets',
  'registeredAt',
  'source',
  'lawfulBasis',
  'extra',
  'drop',
]);
export type ImportTarget = z.infer<typeof importTarget>;

/** Why a value or a row was put aside. Shown in words, per field. */
export const issueCode = z.enum([
  'MISSING',
  'TOO_LONG',
  'BAD_CHARACTERS',
  'CELL_ERROR',
  'NOT_CALCULATED',
  'DIGITS_LOST',
  'BAD_PHONE',
  'FAKE_PHONE',
  'PHONE_EXTENSION',
  'BAD_DATE',
  'AMBIGUOUS_DATE',
  'BAD_AMOUNT',
  'SHIFTED',
  'BROKEN_QUOTES',
  'NO_SOURCE',
  'UNLAWFUL_SOURCE',
  'NO_BASIS',
]);
export type IssueCode = z.infer<typeof issueCode>;

/** One fault of a row; `column` is null where the row as a whole is meant. */
export const rowIssue = z.object({
  code: issueCode,
  target: importTarget.nullable(),
  column: z.int().min(0).nullable(),
});
export type RowIssue = z.infer<typeof rowIssue>;

export const mappedColumn = z.object({ header: z.string().max(300), target: importTarget });
export type MappedColumn = z.infer<typeof mappedColumn>;

export type LawfulBasis = z.infer<typeof lawfulBasisField>;

/** What the manager states about a file before it runs: columns, origin, lawful basis. */
export const importPlan = z.object({
  columns: z.array(mappedColumn).min(1).max(1000),
  /** Give rows without a name a label: the word and the row's number, `客户 00012`. */
  generatedName: z.string().min(1).max(20).nullable(),
  origin: z.string().min(1).max(20),
  basis: lawfulBasisField.nullable(),
  /** In the manager's own words: where the list comes from and what proves the basis. */
  statement: z.string().max(1000),
  /** Channels by which the people on the list agreed to marketing, on the evidence stated; new clients only. */
  marketingChannels: z.array(channelField),
  /** What to do with a row whose client is known already: offer it, leave it, or fill what is empty. */
  onDuplicate: z.enum(['ASK', 'SKIP', 'FILL']),
});
export type ImportPlan = z.infer<typeof importPlan>;
