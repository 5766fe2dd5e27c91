import { ageOn, businessDayOf, type Instant } from '#core/base/time.ts';
import type { RiskTestFields } from '#core/risk/risk-test.ts';
import { ageAgrees, scoreSheet, type AnswerFaults, type Answers, type Score } from '#core/risk/score.ts';
import type { Sheet } from '#core/risk/sheet.ts';
import { isSignature } from '#core/risk/signature.ts';
import { rulesInUse } from '#core/risk/suitability.ts';
import { eligibilityOf, validThrough, type Eligibility } from '#core/risk/take-test.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { openRiskTaskIds } from '#db/queries/risk.ts';
import { commit, type Station } from '#workstation/station.ts';
import type { RiskFacts } from '#workstation/risk/facts.ts';

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
  readonly confirmedLevel: RiskTestFields['level'];
  readonly confirmedFrom: RiskTestFields['level'] | null;
}

/** Why a test is not recorded; nothing has changed then. */
export type Refusal =
  | { readonly code: 'SHEET_CHANGED' | 'AGE_DISAGREES' | 'NOT_DECLARED' | 'REASON_NEEDED' | 'BAD_SIGNATURE' }
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

/** Records a test as a fact, closes the open tasks to take one, and fills an unasked capacity on the file. */
export function submitTest(
  station: Station,
  sheet: Sheet,
  { facts, submission }: { facts: RiskFacts; submission: Submission },
): Result<Recorded, Refusal> {
  const now = station.clock();
  const accepted = accept(sheet, facts, submission, now);
  if (!accepted.ok) return accepted;
  const test = factOf(station, { facts, submission, score: accepted.value, now });
  const testId = station.newId();
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
  const { refusal, needsRetestReason } = eligibilityOf(facts.tests, now, rulesInUse.test);
  if (refusal) return fail({ code: 'LIMIT_REACHED', data: refusal });
  if (needsRetestReason && !retestReason?.trim()) return fail({ code: 'REASON_NEEDED' });
  const scored = scoreSheet(sheet, answers);
  if (!scored.ok) return fail({ code: 'INCOMPLETE', data: scored.error });
  if (disagrees(sheet, answers, ageAt(facts.client.birthDay, now))) return fail({ code: 'AGE_DISAGREES' });
  if (!truthDeclared) return fail({ code: 'NOT_DECLARED' });
  if (!isSignature(signaturePath)) return fail({ code: 'BAD_SIGNATURE' });
  return confirmedAsShown(facts, submission, scored.value);
}

function disagrees(sheet: Sheet, answers: Answers, age: number | null): boolean {
  return ageAgrees(sheet, answers, age) === false;
}

/** The level before is asked for too: another device's test may have arrived since it was shown. */
function confirmedAsShown(
  { standing }: RiskFacts,
  { confirmedLevel, confirmedFrom }: Submission,
  score: Score,
): Result<Score, Refusal> {
  const previousLevel = standing?.level ?? null;
  if (confirmedLevel === score.level && confirmedFrom === previousLevel) return ok(score);
  return fail({ code: 'NOT_CONFIRMED', data: { level: score.level, previousLevel } });
}

function factOf(
  station: Station,
  one: { facts: RiskFacts; submission: Submission; score: Score; now: Instant },
): RiskTestFields {
  const { confirmedLevel, confirmedFrom, ...given } = one.submission;
  const { score, level } = one.score;
  return {
    ...given,
    retestReason: given.retestReason?.trim() || null,
    managerId: station.me.managerId,
    score,
    level,
    changedFrom: confirmedFrom === confirmedLevel ? null : confirmedFrom,
    takenAt: one.now,
    validThrough: validThrough(one.now, rulesInUse.test),
    flags: flagsOf(one),
    voidedReason: null,
  };
}

function flagsOf({
  facts,
  submission,
  score,
}: {
  facts: RiskFacts;
  submission: Submission;
  score: Score;
}): string[] {
  const flags = [...score.flags];
  if (facts.client.birthDay === null) flags.push('AGE_UNCHECKED');
  if (facts.client.capacity !== null && facts.client.capacity !== submission.capacity)
    flags.push('CAPACITY_DIFFERS');
  return flags;
}
