import { z } from 'zod';
import { languageField } from '#core/risk/step-text.ts';
import { dayField, idField, instantField } from '#core/sync/fields.ts';

/** A SHA-256 as 64 lower-case hexadecimal digits. */
const sha256Field = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * What a signed test or step says on paper, kept with the hash of the printed file: a fact. The file is made from these
 * words and the signature of the fact it is about, so that it comes out the same to the byte whenever it is printed.
 */
export const signedRecordFields = z.object({
  clientId: idField,
  about: z.enum(['TEST', 'STEP']),
  /** The risk test or step of a verdict. */
  aboutId: idField,
  /** The version of the layout it was printed with. */
  layout: z.int().positive(),
  language: languageField,
  /** The words of the record (core/risk/record-words.ts) as JSON. */
  wordsJson: z.string().max(60_000),
  /** Of the words and the signature; printed on every page. */
  wordsSha256: sha256Field,
  /** Of the whole file; null where it could not be made at the time. */
  fileSha256: sha256Field.nullable(),
  madeAt: instantField,
  /** First day on which the record may be destroyed. */
  retainUntil: dayField,
});
export type SignedRecordFields = z.infer<typeof signedRecordFields>;
