import { fail, ok, type Result } from '#core/base/result.ts';
import { addMonths, ageOn, businessDayOf, type Instant } from '#core/base/time.ts';
import { retainUntil } from '#core/risk/retention.ts';
import type { RiskTestFields } from '#core/risk/risk-test.ts';
import { ageAgrees, scoreSheet, type AnswerFaults, type Answers, type Score } from '#core/risk/score.ts';
import type { Sheet } from '#core/risk/sheet.ts';
import { isSignature } from '#core/risk/signature.ts';
import { rulesAt, shippedRules } from '#core/risk/rule-book.ts';
import { isEarly, limitsAt, validThrough, type Eligibility, type TestLimits } from '#core/risk/take-test.ts';
import { isSameSecond, type TestAttemptFields } from '#core/risk/test-attempt.ts';
import type { SuitabilityRules } from '#core/risk/suitability.ts';
import { canonicalJson } from '#core/sync/canonical.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { openRiskTaskIds } from '#db/queries/risk.ts';
import { readRow } from '#db/rows.ts';
import type { RiskFacts } from '#workstation/risk/facts.ts';
import { commit, type Station } from '#workstation/station.ts';

/** A test as the screen hands it in. */
export interface Submission extends Pick<
  RiskTestFields,
  | 'clientId'
  | 'sheetId'
  | 'sheetVersion'
  | 'answers'
  | 'heldBy'
  | 'capacity'
  | 'truthDeclared'
  | 'retestReason'
  | 'signaturePath'
> {
  /** How long each answer took, and the declaration agreed to before the first question. */
  readonly answerMs: TestAttemptFields['answerMs'];
  readonly hasConsented: boolean;
}

/** The test as confirmed: the level the client was shown, and the one before it. */
export interface Confirmation extends Submission {
  /** The attempt whose level was shown. */
  readonly attemptId: string;
  readonly confirmedLevel: RiskTestFields['level'];
  readonly confirmedFrom: RiskTestFields['level'] | null;
}

/** Why a test is not recorded; nothing has changed then. */
export type Refusal =
  | {
      readonly code:
        | 'SHEET_CHANGED'
        | 'NOT_SHOWN'
        | 'AGE_DISAGREES'
        | 'NOT_DECLARED'
        | 'REASON_NEEDED'
        | 'BAD_SIGNATURE';
    }
  | { readonly code: 'LIMIT_REACHED'; readonly data: NonNullable<Eligibility['refusal']> }
  | { readonly code: 'INCOMPLETE'; readonly data: AnswerFaults }
  | {
      readonly code: 'NOT_CONFIRMED';
      readonly data: Pick<RiskTestFields, 'level'> & { previousLevel: RiskTestFields['level'] | null };
    };

export interface Recorded {
  readonly testId: string;
  readonly test: RiskTestFields;
  readonly closedTasks: number;
}

/**
 * Records that the client is about to see a level, before it is shown: whoever sees levels and leaves until one suits
 * leaves a trace. Everything but the confirmation is checked first.
 */
export function showLevel(
  station: Station,
  sheet: Sheet,
  { facts, submission }: { facts: RiskFacts; submission: Submission },
): Result<Score & { readonly attemptId: string }, Refusal> {
  const now = station.clock();
  const accepted = accept(sheet, facts, submission, now);
  if (!accepted.ok) return accepted;
  const { clientId, sheetId, sheetVersion, answers, answerMs, hasConsented } = submission;
  const attemptId = station.newId();
  const data: TestAttemptFields = {
    clientId,
    managerId: station.me.managerId,
    sheetId,
    sheetVersion,
    answers,
    level: accepted.value.level,
    answerMs,
    hasConsented,
    shownAt: now,
    retainUntil: retainUntil(now, null, rulesFor(facts, now)),
  };
  commit(station, 'risk.show', [{ op: 'create', entity: 'testAttempt', id: attemptId, data }]);
  return ok({ ...accepted.value, attemptId });
}

/**
 * Records a test as a fact under the id of the attempt whose level was confirmed, closes the open tasks to take one,
 * and fills an unasked capacity on the file.
 */
export function submitTest(
  station: Station,
  sheet: Sheet,
  { facts, submission }: { facts: RiskFacts; submission: Confirmation },
): Result<Recorded, Refusal> {
  const now = station.clock();
  const testId = submission.attemptId;
  const others = { ...facts, left: facts.left.filter(({ id }) => id !== testId) };
  const accepted = accept(sheet, others, submission, now);
  if (!accepted.ok) return accepted;
  const confirmed = confirmedAsShown(station, others, submission, accepted.value);
  if (!confirmed.ok) return confirmed;
  const test = factOf(station, { facts: others, submission, score: accepted.value, now });
  const tasks = openRiskTaskIds(station.db, submission.clientId);
  const changes: RowChange[] = [
    { op: 'create', entity: 'riskTest', id: testId, data: test },
    ...tasks.map((id): RowChange => ({
      op: 'patch',
      entity: 'task',
      id,
      patch: { status: 'DONE', closedAt: now },
    })),
  ];
  if (facts.client.capacity === null) {
    const patch = { capacity: submission.capacity };
    changes.push({ op: 'patch', entity: 'client', id: submission.clientId, patch });
  }
  commit(station, 'risk.submit', changes);
  return ok({ testId, test, closedTasks: tasks.length });
}

/** Returns the client's completed years of age at an instant, or null without a birth date. */
export function ageAt(birthDay: string | null, now: Instant): number | null {
  return birthDay === null ? null : ageOn(birthDay, businessDayOf(now));
}

/**
 * Says whether a test may be taken now: the limits count every test of the institution, whatever its sheet; a reason is
 * needed while the level of this purpose counts. One that a reported change has ended needs none.
 */
export function eligibleNow(facts: RiskFacts, now: Instant, limits: TestLimits): Eligibility {
  const { standing, investor, left, tests } = facts;
  const leftAt = left.map(({ shownAt }) => shownAt);
  return {
    ...limitsAt(tests, now, limits, leftAt),
    needsRetestReason: isEarly(standing, investor.changedAt, now),
    standing,
  };
}

function rulesFor({ ruleBook }: RiskFacts, now: Instant): SuitabilityRules {
  return rulesAt(ruleBook, now) ?? shippedRules;
}

/** Checks in the order in which the client can still do something about it (rules RK3, RK6–RK13). */
function accept(
  sheet: Sheet,
  facts: RiskFacts,
  submission: Submission,
  now: Instant,
): Result<Score, Refusal> {
  const { answers, truthDeclared, signaturePath, retestReason } = submission;
  if (submission.sheetId !== sheet.id || submission.sheetVersion !== sheet.version)
    return fail({ code: 'SHEET_CHANGED' });
  const { refusal, needsRetestReason } = eligibleNow(facts, now, rulesFor(facts, now).test);
  if (refusal) return fail({ code: 'LIMIT_REACHED', data: refusal });
  if (needsRetestReason && !retestReason?.trim()) return fail({ code: 'REASON_NEEDED' });
  const scored = scoreSheet(sheet, answers);
  if (!scored.ok) return fail({ code: 'INCOMPLETE', data: scored.error });
  if (disagrees(sheet, answers, ageAt(facts.client.birthDay, now))) return fail({ code: 'AGE_DISAGREES' });
  if (!truthDeclared || !submission.hasConsented) return fail({ code: 'NOT_DECLARED' });
  if (!isSignature(signaturePath)) return fail({ code: 'BAD_SIGNATURE' });
  return scored;
}

function disagrees(sheet: Sheet, answers: Answers, age: number | null): boolean {
  return ageAgrees(sheet, answers, age) === false;
}

/** The level before is asked for too: another device's test may have arrived since it was shown. */
function confirmedAsShown(
  { db }: Station,
  { clientId, standing }: RiskFacts,
  { confirmedLevel, confirmedFrom, attemptId, answers }: Confirmation,
  score: Score,
): Result<Score, Refusal> {
  const shown = readRow(db, 'testAttempt', attemptId)?.data;
  const isShown = shown?.clientId === clientId && canonicalJson(shown.answers) === canonicalJson(answers);
  if (!isShown || readRow(db, 'riskTest', attemptId)) return fail({ code: 'NOT_SHOWN' });
  const previousLevel = standing?.level ?? null;
  if (confirmedLevel === score.level && confirmedFrom === previousLevel) return ok(score);
  return fail({ code: 'NOT_CONFIRMED', data: { level: score.level, previousLevel } });
}

function factOf(
  station: Station,
  one: { facts: RiskFacts; submission: Confirmation; score: Score; now: Instant },
): RiskTestFields {
  const { clientId, sheetId, sheetVersion, answers, heldBy, capacity, ...given } = one.submission;
  const { truthDeclared, signaturePath, confirmedLevel, confirmedFrom } = given;
  const { score, level } = one.score;
  return {
    clientId,
    sheetId,
    sheetVersion,
    answers,
    heldBy,
    capacity,
    truthDeclared,
    signaturePath,
    retestReason: given.retestReason?.trim() || null,
    managerId: station.me.managerId,
    score,
    level,
    changedFrom: confirmedFrom === confirmedLevel ? null : confirmedFrom,
    takenAt: one.now,
    validThrough: validThrough(one.now, rulesFor(one.facts, one.now).test),
    flags: flagsOf(one),
    voidedReason: null,
  };
}

function flagsOf(one: { facts: RiskFacts; submission: Submission; score: Score; now: Instant }): string[] {
  const { facts, submission, score, now } = one;
  const { birthDay, capacity } = facts.client;
  const flags = [...score.flags];
  if (birthDay === null) flags.push('AGE_UNCHECKED');
  if (capacity !== null && capacity !== submission.capacity) flags.push('CAPACITY_DIFFERS');
  if (isSameSecond(submission.answerMs)) flags.push('SAME_SECOND');
  const today = businessDayOf(now);
  const { windowMonths } = rulesFor(facts, now).test;
  const isRecent = (at: Instant): boolean => addMonths(businessDayOf(at), windowMonths) >= today;
  if (facts.left.some(({ shownAt }) => isRecent(shownAt))) flags.push('LEVEL_LEFT');
  return flags;
}
