import { z } from 'zod';
import { procedure } from '#core/api/procedure.ts';
import { standingView } from '#core/api/standing.ts';
import { premiumFields } from '#core/risk/insurance.ts';
import { shelvedProduct } from '#core/risk/shelf-version.ts';
import { languageField } from '#core/risk/step-text.ts';
import { suitabilityStepFields, verdictFields } from '#core/risk/suitability-record.ts';
import { actionField, bookField, outcomeField, stepField } from '#core/risk/suitability.ts';
import { dayField, fenField, idField, instantField, ratingField, textField } from '#core/sync/fields.ts';

const aboutClient = z.object({ clientId: idField });

/** A verdict as a screen shows it. */
export const verdictView = z.object({
  outcome: outcomeField,
  steps: z.array(z.object({ code: stepField, done: z.boolean(), book: bookField, article: z.string() })),
  rule: z.object({ id: z.string(), book: bookField, article: z.string(), version: z.string() }),
  missing: z.array(z.string()),
  rating: ratingField.nullable(),
  dataAt: instantField.nullable(),
});

/** A product that may not be named to somebody, or only once its open steps are done. */
export const namedProduct = z.object({
  /** Null for a product this device does not know. */
  productName: z.string().nullable(),
  rule: verdictView.shape.rule,
  missing: verdictView.shape.missing,
  openSteps: verdictView.shape.steps,
});

const shelfLine = shelvedProduct.extend({
  id: idField,
  recommend: verdictView,
  request: verdictView,
});

/** A verdict on one product for one action, at an amount where one is named; sentences in the screen's language. */
const matter = aboutClient.extend({
  productId: idField,
  action: actionField.extract(['RECOMMEND', 'CLIENT_REQUEST', 'INVITE_TALK', 'KEEP_HOLDING']),
  amountFen: fenField.nonnegative().nullable(),
  /** The premium of an insurance, where one was named (NFRA 39). */
  premium: premiumFields.nullable().default(null),
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
  /** The record of the step, whose paper can be had; null while open. */
  stepId: idField.nullable(),
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

/** What may be talked about: verdicts for the shelf, steps recorded, intents noted, the line for the call desk. */
export const riskVerdictContract = {
  /** The verdict for every product on the shelf, to recommend it and to sell it at the client's request. */
  shelf: procedure
    .input(aboutClient)
    .output(
      z.object({ lines: z.array(shelfLine), standing: standingView.nullable(), rulesVersion: z.string() }),
    ),
  /** The verdict on one product with its steps in order, as they stand now. */
  verdict: procedure.input(matter).output(
    z.object({
      product: shelvedProduct,
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
      standing: standingView.nullable(),
      /** Products that may be recommended now, steps or not. */
      recommendable: z.int(),
      ratingUpTo: ratingField.nullable(),
      until: dayField.nullable(),
      /** Why nothing may be recommended: the rule met most often on the shelf. */
      blockedBy: verdictView.shape.rule.nullable(),
    }),
  ),
};
