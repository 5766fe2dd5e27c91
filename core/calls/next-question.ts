import { z } from 'zod';
import questionsV1 from '#resources/call-questions-v1.json' with { type: 'json' };
import { reasons, type Reason } from '#core/calls/contact.ts';
import {
  completenessOf,
  questionCodes,
  questionWeight,
  type ProfileFacts,
  type QuestionCode,
} from '#core/clients/completeness.ts';
import { dayField } from '#core/sync/fields.ts';

const bilingual = z.object({ 'zh-CN': z.string().min(1), en: z.string().min(1) });

/** A question for the client on the line, with what its answer can be. */
export const callQuestion = z.object({
  code: z.enum(questionCodes),
  /** TEST is answered by taking the risk test, CONSENT by an entry in the ledger, the others by the profile. */
  input: z.enum(['CHOICE', 'CHOICE_OR_TEXT', 'TEXT', 'DAY', 'CONSENT', 'TEST']),
  ask: bilingual,
  options: z.array(bilingual.extend({ value: z.string().min(1) })).max(9),
});
export type CallQuestion = z.infer<typeof callQuestion>;

const schema = z.object({
  id: z.literal('call-questions'),
  version: z.int().positive(),
  effectiveFrom: dayField,
  source: z.string(),
  /** In calls for these reasons nothing is asked. */
  silentFor: z.array(z.enum(reasons)),
  /** How long a question rests that a client did not want to answer. */
  restDays: z.int().positive(),
  questions: z.array(callQuestion),
  /** A question that fits the reason of the call weighs more in it. */
  boosts: z.array(
    z.object({ reason: z.enum(reasons), code: z.enum(questionCodes), factor: z.number().positive() }),
  ),
});

/** The questions of the call desk: versioned data with a source. */
export const callQuestions = schema.parse(questionsV1);

export interface NextQuestion {
  readonly question: CallQuestion;
  /** Completeness of the profile now and once this is answered, 0–100. */
  readonly percent: number;
  readonly percentAfter: number;
}

/**
 * Returns the missing fact most worth asking in a call for a reason: the weight of the completeness meter times what
 * the reason adds; ties by the order of the data. Null when all is known, rests, or the reason asks for silence (S0.7).
 */
export function nextQuestion(
  facts: ProfileFacts,
  call: { readonly reason: Reason; readonly resting: ReadonlySet<QuestionCode> },
): NextQuestion | null {
  const { missing, percent } = completenessOf(facts);
  if (callQuestions.silentFor.includes(call.reason)) return null;
  const [best] = callQuestions.questions
    .filter(({ code }) => missing.includes(code) && !call.resting.has(code))
    .toSorted((a, b) => worth(b.code, call.reason) - worth(a.code, call.reason));
  if (!best) return null;
  const percentAfter = completenessOf(facts, new Set([best.code])).percent;
  return { question: best, percent, percentAfter };
}

function worth(code: QuestionCode, reason: Reason): number {
  const boost = callQuestions.boosts.find((one) => one.reason === reason && one.code === code);
  return questionWeight(code) * (boost?.factor ?? 1);
}
