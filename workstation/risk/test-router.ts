import { contradictionsIn, ageAgrees, answerFaults } from '#core/risk/score.ts';
import { flagText } from '#core/risk/flags.ts';
import { maxScore } from '#core/risk/sheet.ts';
import { sheetInUse, sheetOf } from '#core/risk/sheets.ts';
import { shippedRules as rulesInUse } from '#core/risk/rule-book.ts';
import { eligibilityOf, validThrough } from '#core/risk/take-test.ts';
import { os } from '#workstation/base.ts';
import { paperOf } from '#workstation/risk/paper/record.ts';
import { riskFactsOf } from '#workstation/risk/facts.ts';
import { ageAt, showLevel, submitTest, type Refusal } from '#workstation/risk/submit.ts';

const { perDay, perWindow } = rulesInUse.test;

/** Taking a risk test, and the tests on file. */
export const riskTestRouter = {
  sheet: os.risk.sheet.handler(() => ({
    ...sheetInUse,
    questions: sheetInUse.questions.map(({ key, text, options }) => ({
      key,
      text,
      options: options.map((option) => ({ key: option.key, text: option.text })),
    })),
  })),
  eligibility: os.risk.eligibility.handler(({ input, context, errors }) => {
    const { db, clock } = context.station;
    const facts = riskFactsOf(db, input.clientId, clock());
    if (!facts) throw errors.NOT_FOUND();
    const { name, birthDay, capacity } = facts.client;
    const leftAt = facts.left.map(({ shownAt }) => shownAt);
    const eligible = eligibilityOf(facts.tests, clock(), rulesInUse.test, leftAt);
    return { ...eligible, perDay, perWindow, clientName: name, birthDay, capacity };
  }),
  check: os.risk.check.handler(({ input, context, errors }) => {
    const { db, clock } = context.station;
    const facts = riskFactsOf(db, input.clientId, clock());
    if (!facts) throw errors.NOT_FOUND();
    return {
      ...answerFaults(sheetInUse, input.answers),
      flags: contradictionsIn(sheetInUse, input.answers),
      ageAgrees: ageAgrees(sheetInUse, input.answers, ageAt(facts.client.birthDay, clock())),
    };
  }),
  preview: os.risk.preview.handler(({ input, context, errors }) => {
    const { station } = context;
    const { db, clock } = station;
    const facts = riskFactsOf(db, input.clientId, clock());
    if (!facts) throw errors.NOT_FOUND();
    const scored = showLevel(station, sheetInUse, { facts, submission: input });
    if (!scored.ok) throw refused(errors, scored.error);
    const { flags, forcedBy, ...score } = scored.value;
    const previousLevel = facts.standing?.level ?? null;
    return {
      ...score,
      maxScore: maxScore(sheetInUse),
      forcedBy: sheetInUse.forced.find(({ id }) => id === forcedBy) ?? null,
      flags: flags.map((id) => flagText(sheetInUse, id)),
      previousLevel,
      isChanged: previousLevel !== null && previousLevel !== score.level,
      validThrough: validThrough(clock(), rulesInUse.test),
    };
  }),
  submit: os.risk.submit.handler(async ({ input, context, errors }) => {
    const { station } = context;
    const facts = riskFactsOf(station.db, input.clientId, station.clock());
    if (!facts) throw errors.NOT_FOUND();
    const recorded = submitTest(station, sheetInUse, { facts, submission: input });
    if (!recorded.ok) throw refused(errors, recorded.error);
    const { testId, test, closedTasks } = recorded.value;
    // The test is recorded whatever becomes of its paper, which can be made again from the same facts.
    const paper = await paperOf(station, { about: 'TEST', aboutId: testId }, input.language).catch(
      () => null,
    );
    return {
      hasPaper: paper !== null,
      testId,
      score: test.score,
      level: test.level,
      changedFrom: test.changedFrom,
      takenAt: test.takenAt,
      validThrough: test.validThrough,
      isProvisional: true,
      flags: test.flags.map((id) => flagText(sheetInUse, id)),
      closedTasks,
    };
  }),
  tests: os.risk.tests.handler(({ input, context, errors }) => {
    const facts = riskFactsOf(context.station.db, input.clientId, context.station.clock());
    if (!facts) throw errors.NOT_FOUND();
    const tests = facts.tests.map((test) => ({
      ...test,
      flags: test.flags.map((id) => flagText(sheetOf(test.sheetId, test.sheetVersion), id)),
    }));
    return { tests, left: [...facts.left], standing: facts.standing };
  }),
};

type Made<Data> = (options: { data: Data }) => Error;
type Errors = {
  readonly [Code in Exclude<Refusal['code'], 'INCOMPLETE' | 'LIMIT_REACHED' | 'NOT_CONFIRMED'>]: () => Error;
} & {
  readonly [Code in 'INCOMPLETE' | 'LIMIT_REACHED' | 'NOT_CONFIRMED']: Made<
    Extract<Refusal, { readonly code: Code }>['data']
  >;
};

function refused(errors: Errors, refusal: Refusal): Error {
  if (refusal.code === 'INCOMPLETE') return errors.INCOMPLETE({ data: refusal.data });
  if (refusal.code === 'LIMIT_REACHED') return errors.LIMIT_REACHED({ data: refusal.data });
  if (refusal.code === 'NOT_CONFIRMED') return errors.NOT_CONFIRMED({ data: refusal.data });
  return errors[refusal.code]();
}
