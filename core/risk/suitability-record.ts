import { z } from 'zod';
import { actionField, stepField } from '#core/risk/suitability.ts';
import { dayField, fenField, idField, instantField, ratingField, textField } from '#core/sync/fields.ts';

/** Where a verdict was acted upon. */
export const placeField = z.enum(['SHELF', 'CALL', 'TALK', 'DRAFT']);
/** What was done on the strength of a verdict: a step recorded, an intent noted, a gate opened or kept shut. */
const useField = z.enum(['STEP', 'NOTED', 'GATE']);

/**
 * A verdict somebody acted upon, with everything it depended on: a fact. Case and verdict stay the text they were, so
 * that judging the case again can be compared to the byte (`npm run verdict -- --check`).
 */
export const verdictFields = z.object({
  clientId: idField,
  productId: idField,
  action: actionField,
  place: placeField,
  use: useField,
  /** The case (core/risk/case.ts) as JSON. */
  caseJson: z.string().max(100_000),
  /** The verdict (core/risk/finding.ts) as JSON. */
  verdictJson: z.string().max(20_000),
  managerId: idField,
  judgedAt: instantField,
});
export type VerdictFields = z.infer<typeof verdictFields>;

/** A step of a verdict as it was done: what was shown or said, and who signed it. A fact. */
export const suitabilityStepFields = z.object({
  clientId: idField,
  /** Null for what holds for every product, such as a guardian's consent. */
  productId: idField.nullable(),
  action: actionField,
  code: stepField,
  /** The sentence as shown, with its rule book and article. */
  text: textField,
  /** What was said, in the manager's words, or who the guardian is; empty where nothing is asked. */
  said: textField,
  /** The signature as an SVG path in a 600×200 box; null where none is asked. */
  signaturePath: z.string().min(1).max(60_000).nullable(),
  /** The amount meant, where one was named. */
  amountFen: fenField.nullable(),
  /** The test whose level stood; null where none did. Another test voids the step. */
  testId: idField.nullable(),
  /** The rating used; null where the step is about no product. Another rating voids the step. */
  rating: ratingField.nullable(),
  recordedBy: idField,
  recordedAt: instantField,
  /** First day on which the record may be destroyed. */
  retainUntil: dayField,
});
export type SuitabilityStepFields = z.infer<typeof suitabilityStepFields>;
