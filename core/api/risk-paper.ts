import { z } from 'zod';
import { procedure } from '#core/api/procedure.ts';
import { riskTestFields } from '#core/risk/risk-test.ts';
import { signedRecordFields } from '#core/risk/signed-record.ts';
import { languageField } from '#core/risk/step-text.ts';
import { dayField, idField, instantField } from '#core/sync/fields.ts';

const bilingual = z.object({ 'zh-CN': z.string(), en: z.string() });

/** Which test or step a paper is of, and in which language it is put into words where it is not yet. */
const paperKey = signedRecordFields.pick({ about: true, aboutId: true }).extend({ language: languageField });

const paper = z.object({
  name: z.string(),
  fileSha256: z.string(),
  /** Of the words and the signature, as printed at the foot of every page. */
  wordsSha256: z.string(),
  /** Words and bytes are those whose hashes were kept when the record was made. */
  isAsRecorded: z.boolean(),
  /** Of a void test: stamped as such, with other bytes than were kept. */
  isStamped: z.boolean(),
});

/** A test with everything that was recorded of it. */
const testDetail = riskTestFields.extend({
  id: idField,
  isProvisional: z.boolean(),
  managerName: z.string().nullable(),
  flags: z.array(z.object({ id: z.string(), text: bilingual })),
  sheetTitle: bilingual.nullable(),
  maxScore: z.int().nullable(),
  answered: z.array(
    z.object({
      key: z.string(),
      question: bilingual,
      answer: bilingual.nullable(),
      /** Milliseconds from when the question was shown until it was answered; null where it was not kept. */
      ms: z.int().nullable(),
      /** Answered within the second in which it was shown. */
      isSameSecond: z.boolean(),
    }),
  ),
  hasConsented: z.boolean().nullable(),
  shownAt: instantField.nullable(),
  retainUntil: dayField,
  rulesVersion: z.string(),
  /** The record as kept; null until its paper was first made. */
  record: signedRecordFields
    .pick({ wordsSha256: true, fileSha256: true, madeAt: true, language: true })
    .nullable(),
});

/** What a test or a step says on paper, and where it is put. */
export const riskPaperContract = {
  test: procedure.input(z.object({ testId: idField })).output(testDetail),
  /** The paper as a PDF file in base64; made the same to the byte each time. */
  paper: procedure.input(paperKey).output(paper.extend({ bytes: z.string() })),
  /** The folder that is proposed for papers on this machine. */
  paperFolder: procedure.output(z.object({ folder: z.string() })),
  /** Writes the paper into a folder of this machine. */
  savePaper: procedure
    .errors({
      FOLDER_REFUSED: {
        message: 'The folder takes no file.',
        data: z.object({ code: z.string(), folder: z.string() }),
      },
    })
    .input(paperKey.extend({ folder: z.string().min(1).max(1000) }))
    .output(paper.extend({ file: z.string() })),
};
