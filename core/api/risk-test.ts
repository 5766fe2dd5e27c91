import { z } from 'zod';
import { procedure } from '#core/api/procedure.ts';
import { standingView } from '#core/api/standing.ts';
import { productFields } from '#core/risk/product.ts';
import { generalPurpose } from '#core/risk/sheet-purpose.ts';
import { riskTestFields } from '#core/risk/risk-test.ts';
import { languageField } from '#core/risk/step-text.ts';
import { bookField } from '#core/risk/suitability.ts';
import { testAttemptFields } from '#core/risk/test-attempt.ts';
import { dayField, idField, instantField, levelField } from '#core/sync/fields.ts';

const bilingual = z.object({ 'zh-CN': z.string(), en: z.string() });
const flag = z.object({ id: z.string(), text: bilingual });
const answers = z.record(z.string().max(40), z.string().max(40));
const purposeField = z.string().max(40).default(generalPurpose);
const aboutClient = z.object({ clientId: idField });

/** The sheet as the client sees it: without points, so that nothing on screen can hint at a level. */
const sheetView = z.object({
  id: z.string(),
  version: z.int(),
  title: bilingual,
  questions: z.array(
    z.object({
      key: z.string(),
      text: bilingual,
      options: z.array(z.object({ key: z.string(), text: bilingual })),
    }),
  ),
  declarations: z.array(z.object({ key: z.string(), text: bilingual })),
});

const eligibility = z.object({
  canTest: z.boolean(),
  refusal: z
    .object({ code: z.enum(['DAY_LIMIT', 'SHOWN_LIMIT', 'WINDOW_LIMIT']), retryOn: dayField })
    .nullable(),
  takenToday: z.int(),
  leftToday: z.int(),
  takenInWindow: z.int(),
  perDay: z.int(),
  perWindow: z.int(),
  /** Where the limits of a day and of twelve months stand: for a sheet of the fund side alone in no article. */
  limitsBy: z.object({ book: bookField, article: z.string() }),
  needsRetestReason: z.boolean(),
  standing: standingView.nullable(),
  clientName: z.string(),
  birthDay: dayField.nullable(),
  capacity: riskTestFields.shape.capacity.nullable(),
});

/** What a questionnaire is for, which version is in force now, and where the client's level of it stands. */
const purposeView = z.object({
  id: z.string(),
  title: bilingual,
  text: bilingual,
  kinds: z.array(productFields.shape.kind),
  sheetId: z.string(),
  /** The version in force; null where none is, or it cannot be read here. */
  version: z.int().nullable(),
  sheetTitle: bilingual.nullable(),
  questions: z.int(),
  standing: standingView.nullable(),
});

const answerFaults = z.object({ missing: z.array(z.string()), unknown: z.array(z.string()) });
const preview = z.object({
  attemptId: idField,
  score: z.int(),
  maxScore: z.int(),
  level: levelField,
  bandLevel: levelField,
  /** The firm's own policy that set a stricter level than the bands, with its sentence. */
  forcedBy: flag.nullable(),
  flags: z.array(flag),
  previousLevel: levelField.nullable(),
  isChanged: z.boolean(),
  validThrough: dayField,
});

const test = riskTestFields.extend({
  /** What its sheet is for; null for a sheet that serves no purpose (any more). */
  purpose: z.string().nullable(),
  id: idField,
  flags: z.array(flag),
  isProvisional: z.boolean(),
  managerName: z.string().nullable(),
});

/** A level shown and left unconfirmed. */
const leftAttempt = z.object({
  id: idField,
  level: levelField,
  shownAt: instantField,
  managerName: z.string().nullable(),
});

/** A test as handed in before the level is known. */
const submission = riskTestFields
  .pick({ clientId: true, sheetId: true, sheetVersion: true, heldBy: true, capacity: true })
  .extend({
    answers,
    answerMs: testAttemptFields.shape.answerMs,
    hasConsented: z.boolean(),
    truthDeclared: z.boolean(),
    retestReason: riskTestFields.shape.retestReason,
    signaturePath: z.string().max(60_000),
  });

/** Why no level is shown and no test recorded. */
const refusals = {
  INCOMPLETE: { message: 'Not every question has an answer.', data: answerFaults },
  SHEET_CHANGED: { message: 'The sheet in use is another one; start again.' },
  LIMIT_REACHED: {
    message: 'No further test may be taken now.',
    data: z.object({ code: z.string(), retryOn: dayField }),
  },
  AGE_DISAGREES: { message: 'The age answered does not agree with the birth date on file.' },
  NOT_DECLARED: {
    message: 'The client has not declared the answers to be true, or not agreed to the record.',
  },
  REASON_NEEDED: { message: 'The level still counts: an early re-test needs a reason.' },
  BAD_SIGNATURE: { message: 'The signature is missing or not a drawing.' },
  NOT_SHOWN: { message: 'No level was shown for these answers; start again.' },
  NOT_CONFIRMED: {
    message: 'The client has not confirmed this level.',
    data: z.object({ level: levelField, previousLevel: levelField.nullable() }),
  },
};

/** Taking a risk test: the sheet, whether a test may be taken, the level as shown and confirmed, tests on file. */
export const riskTestContract = {
  /** The questionnaires there are, by what they are for. */
  purposes: procedure.input(aboutClient).output(z.array(purposeView)),
  /** The sheet in force for a purpose. */
  sheet: procedure
    .errors({
      SHEET_UNREADABLE: {
        message: 'The sheet in force cannot be used here.',
        data: z.object({ faults: z.array(z.string()) }),
      },
    })
    .input(z.object({ purpose: purposeField }))
    .output(sheetView),
  eligibility: procedure.input(aboutClient.extend({ purpose: purposeField })).output(eligibility),
  /** Looks over answers without telling score or level: what contradicts, whether the age agrees with the file. */
  check: procedure
    .input(aboutClient.extend({ purpose: purposeField, answers }))
    .output(answerFaults.extend({ flags: z.array(flag), ageAgrees: z.boolean().nullable() })),
  /**
   * Scores the answers and records, before it is shown, that the client sees this level; it is confirmed with `submit`.
   * A level seen and left counts towards the day's limit.
   */
  preview: procedure.errors(refusals).input(submission).output(preview),
  /** Records the test. The level, and a change from the one before, must be confirmed as shown (NFRA 29). */
  submit: procedure
    .errors(refusals)
    .input(
      submission.extend({
        attemptId: idField,
        /** The language the client read and signed in: that of the paper. */
        language: languageField.default('zh-CN'),
        confirmedLevel: levelField,
        /** The level before as it was shown to the client; null where none was. */
        confirmedFrom: levelField.nullable(),
      }),
    )
    .output(
      z.object({
        testId: idField,
        score: z.int(),
        level: levelField,
        changedFrom: levelField.nullable(),
        takenAt: instantField,
        validThrough: dayField,
        isProvisional: z.boolean(),
        flags: z.array(flag),
        closedTasks: z.int(),
        /** The paper was made and its hashes kept; where not, it is made when it is first asked for. */
        hasPaper: z.boolean(),
      }),
    ),
  /** All tests of a client, newest first, and where the level stands now. */
  tests: procedure
    .input(aboutClient)
    .output(
      z.object({ tests: z.array(test), left: z.array(leftAttempt), standing: standingView.nullable() }),
    ),
};
