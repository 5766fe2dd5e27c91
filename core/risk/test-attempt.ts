import { z } from 'zod';
import { riskTestFields } from '#core/risk/risk-test.ts';
import { dayField, instantField } from '#core/sync/fields.ts';

/**
 * The level was shown to the client: a fact, kept whether it was confirmed or not. A confirmed attempt is the test of the
 * same id; without one, the client left after seeing the level.
 */
export const testAttemptFields = riskTestFields
  .pick({ clientId: true, managerId: true, sheetId: true, sheetVersion: true, answers: true, level: true })
  .extend({
    /** Question key → milliseconds from when the question was shown until its answer was last chosen. */
    answerMs: z.record(z.string(), z.int().nonnegative()),
    /** The declaration read out before the first question was agreed to. */
    hasConsented: z.boolean(),
    shownAt: instantField,
    /** First day on which the record may be destroyed. */
    retainUntil: dayField,
  });
export type TestAttemptFields = z.infer<typeof testAttemptFields>;

/** Faster than this nobody has read a question; in milliseconds. */
const sameSecond = 1000;

/** Says whether any answer was chosen within the second in which its question was shown. */
export function isSameSecond(answerMs: TestAttemptFields['answerMs']): boolean {
  return Object.values(answerMs).some((ms) => ms < sameSecond);
}
