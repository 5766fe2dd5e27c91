import type { CallCard } from '#core/api/calls.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import { businessDayOf, dayMs, startOfDay, type Instant } from '#core/base/time.ts';
import type { Reason } from '#core/calls/contact.ts';
import { callQuestions, nextQuestion, type CallQuestion } from '#core/calls/next-question.ts';
import type { QuestionCode } from '#core/clients/completeness.ts';
import { consentedChannels } from '#core/consent/ledger.ts';
import { channelField } from '#core/sync/fields.ts';
import { rememberRest } from '#db/changes/call-rest.ts';
import { type SummaryRow } from '#db/queries/calls.ts';
import { restingQuestions } from '#db/queries/call-notes.ts';
import { correctClient, type Correction } from '#workstation/clients/correct.ts';
import { recordConsent } from '#workstation/clients/facts.ts';
import type { ContactSubject } from '#workstation/consent/subject.ts';
import type { Station } from '#workstation/station.ts';

/** Returns the question most worth asking in this call, with what its answer does to the profile; or null. */
export function questionFor(
  { db }: Station,
  { clientId, client, ledger }: ContactSubject,
  call: { readonly reason: Reason; readonly summary: SummaryRow | null; readonly now: Instant },
): CallCard['question'] {
  const { reason, summary, now } = call;
  const today = businessDayOf(now);
  const next = nextQuestion(
    {
      client,
      hasConsent: consentedChannels(ledger, 'MARKETING', startOfDay(today)).length > 0,
      hasValidTest: (summary?.levelThrough ?? '') >= today,
    },
    { reason, resting: restingQuestions(db, clientId, now) },
  );
  return next && { ...next.question, percent: next.percent, percentAfter: next.percentAfter };
}

/** An answer as it was given on the phone; null where the client would rather not say. */
export interface Answer {
  readonly clientId: string;
  readonly code: QuestionCode;
  readonly value: string | null;
}

type AnswerProblem = 'NOT_FOUND' | 'BAD_ANSWER';

/** Writes an answer into the client's profile or consent ledger; a question not answered rests (S0.7). */
export function answerQuestion(station: Station, answer: Answer): Result<null, AnswerProblem> {
  const question = callQuestions.questions.find(({ code }) => code === answer.code);
  if (!question) return fail('BAD_ANSWER');
  if (answer.value === null) {
    const until = station.clock() + callQuestions.restDays * dayMs;
    rememberRest(station.db, { clientId: answer.clientId, code: answer.code, until });
    station.live.publish('signal', { kind: 'rows', entities: [] });
    return ok(null);
  }
  const value = answer.value.trim();
  if (question.input === 'TEST' || !isPossible(question, value)) return fail('BAD_ANSWER');
  if (question.input === 'CONSENT') return consent(station, answer.clientId, value);
  const field = fields[answer.code];
  if (!field) return fail('BAD_ANSWER');
  const corrected = correctClient(station, answer.clientId, { [field]: value } as Correction);
  if (corrected.ok) return ok(null);
  return fail(corrected.error.code === 'NOT_FOUND' ? 'NOT_FOUND' : 'BAD_ANSWER');
}

const fields: Partial<Record<QuestionCode, keyof Correction>> = {
  BIRTH_DAY: 'birthDay',
  INCOME_BAND: 'incomeBand',
  OCCUPATION: 'occupation',
  OTHER_PLATFORMS: 'otherPlatforms',
  CITY: 'city',
  GENDER: 'gender',
};

function isPossible({ input, options }: CallQuestion, value: string): boolean {
  if (value === '' || value.length > 60) return false;
  return input === 'CHOICE' || input === 'CONSENT' ? options.some((one) => one.value === value) : true;
}

/** A consent given on the phone covers marketing on the channel the client named, from now on. */
function consent(station: Station, clientId: string, value: string): Result<null, AnswerProblem> {
  const recorded = recordConsent(station, clientId, {
    channel: value === 'ALL' ? null : channelField.parse(value),
    purpose: 'MARKETING',
    given: true,
    evidence: `call: asked by ${station.me.managerName} on ${businessDayOf(station.clock())}, questions v${callQuestions.version}`,
    expiresAt: null,
  });
  return recorded ? ok(null) : fail('NOT_FOUND');
}
