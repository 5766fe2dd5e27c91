import { z } from 'zod';
import { procedure } from '#core/api/procedure.ts';
import { productFields } from '#core/risk/product.ts';
import { riskTestFields } from '#core/risk/risk-test.ts';
import { languageField } from '#core/risk/step-text.ts';
import { testAttemptFields } from '#core/risk/test-attempt.ts';
import { suitabilityStepFields, verdictFields } from '#core/risk/suitability-record.ts';
import { actionField, bookField, outcomeField, stepField } from '#core/risk/suitability.ts';
import {
  dayField,
  fenField,
  idField,
  instantField,
  levelField,
  ratingField,
  textField,
} from '#core/sync/fields.ts';

const bilingual = z.object({ 'zh-CN': z.string(), en: z.string() });
const flag = z.object({ id: z.string(), text: bilingual });
const answers = z.record(z.string().max(40), z.string().max(40));
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

const standing = z.object({
  testId: idField,
  level: levelField,
  previousLevel: levelField.nullable(),
  takenAt: instantField,
  validThrough: dayField,
  isExpired: z.boolean(),
  needsConfirmation: z.boolean(),
  isProvisional: z.boolean(),
  capacity: riskTestFields.shape.capacity,
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
  needsRetestReason: z.boolean(),
  standing: standing.nullable(),
  clientName: z.string(),
  birthDay: dayField.nullable(),
  capacity: riskTestFields.shape.capacity.nullable(),
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

/** A verdict as a screen shows it. */
export const verdictView = z.object({
  outcome: outcomeField,
  steps: z.array(z.object({ code: stepField, done: z.boolean(), book: bookField, article: z.string() })),
  rule: z.object({ id: z.string(), book: bookField, article: z.string(), version: z.string() }),
  missing: z.array(z.string()),
  rating: ratingField.nullable(),
  dataAt: instantField.nullable(),
});

const shelfLine = productFields.extend({
  id: idField,
  recommend: verdictView,
  request: verdictView,
});

/** A verdict on one product for one action, at an amount where one is named; sentences in the screen's language. */
const matter = aboutClient.extend({
  productId: idField,
  action: actionField.extract(['RECOMMEND', 'CLIENT_REQUEST', 'INVITE_TALK']),
  amountFen: fenField.nonnegative().nullable(),
  language: languageField,
});

const stepView = verdictView.shape.steps.element.extend({
  /** The sentence as recorded, or as it would be, with its rule book and article. */
  text: z.string(),
  signer: z.enum(['CLIENT', 'GUARDIAN']).nullable(),
  /** What is written down with it: what was said, or who the guardian is. */
  asks: z.enum(['SAID', 'GUARDIAN']).nullable(),
  said: z.string(),
  signaturePath: z.string().nullable(),
  recordedAt: instantField.nullable(),
  recorderName: z.string().nullable(),
  /** Recorded, but counts only from then on. */
  waitsUntil: instantField.nullable(),
});

const actedUpon = verdictFields
  .pick({ productId: true, action: true, place: true, use: true, judgedAt: true })
  .extend({
    id: idField,
    productName: z.string().nullable(),
    managerName: z.string().nullable(),
    verdict: verdictView,
    /** Judging the stored case again gives this verdict to the byte. */
    isReproduced: z.boolean(),
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

/** Risk tests and what may be talked about: the sheet, taking a test, the level, verdicts for the shelf. */
export const riskContract = {
  sheet: procedure.output(sheetView),
  eligibility: procedure.input(aboutClient).output(eligibility),
  /** Looks over answers without telling score or level: what contradicts, whether the age agrees with the file. */
  check: procedure
    .input(aboutClient.extend({ answers }))
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
      }),
    ),
  /** All tests of a client, newest first, and where the level stands now. */
  tests: procedure
    .input(aboutClient)
    .output(z.object({ tests: z.array(test), left: z.array(leftAttempt), standing: standing.nullable() })),
  /** The verdict for every product on the shelf, to recommend it and to sell it at the client's request. */
  shelf: procedure
    .input(aboutClient)
    .output(z.object({ lines: z.array(shelfLine), standing: standing.nullable(), rulesVersion: z.string() })),
  /** The verdict on one product with its steps in order, as they stand now. */
  verdict: procedure.input(matter).output(
    z.object({
      product: productFields.extend({ id: idField }),
      verdict: verdictView,
      steps: z.array(stepView),
    }),
  ),
  /** Records the next open step of a verdict, and with it the verdict that asked for it. */
  recordStep: procedure
    .errors({
      NOT_ASKED: { message: 'This step is not open.' },
      NOT_NEXT: { message: 'Another step comes first.' },
      NOTHING_SAID: { message: 'What was said, or who the guardian is, is missing.' },
      BAD_SIGNATURE: { message: 'The signature is missing or not a drawing.' },
    })
    .input(
      matter.extend({
        code: stepField,
        said: textField,
        signaturePath: suitabilityStepFields.shape.signaturePath,
      }),
    ),
  /** Notes a recommendation made or a purchase meant, with the verdict that allowed it. */
  note: procedure
    .errors({ NOT_ALLOWED: { message: 'The verdict does not allow this (any more).' } })
    .input(matter)
    .output(z.object({ verdictId: idField, callBackBy: instantField.nullable() })),
  /** The verdicts somebody acted upon for a client, newest first, each judged again. */
  verdicts: procedure.input(aboutClient).output(z.array(actedUpon)),
  /** One line for the call desk: may a product be talked about, up to which rating, until when. */
  line: procedure.input(aboutClient).output(
    z.object({
      standing: standing.nullable(),
      /** Products that may be recommended now, steps or not. */
      recommendable: z.int(),
      ratingUpTo: ratingField.nullable(),
      until: dayField.nullable(),
      /** Why nothing may be recommended: the rule met most often on the shelf. */
      blockedBy: verdictView.shape.rule.nullable(),
    }),
  ),
};
