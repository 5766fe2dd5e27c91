import type { Instant } from '#core/base/time.ts';
import { contradictionsIn, ageAgrees, answerFaults } from '#core/risk/score.ts';
import { flagText } from '#core/risk/flags.ts';
import { maxScore, type Sheet } from '#core/risk/sheet.ts';
import { publishedFaults } from '#core/risk/read-rules.ts';
import { rulesAt, sheetAt, sheetNamed, shippedRules, type RuleBook } from '#core/risk/rule-book.ts';
import { generalPurpose, purposeOfSheet, regimeOfSheet, sheetPurposes } from '#core/risk/sheet-purpose.ts';
import type { Citation, SuitabilityRules } from '#core/risk/suitability.ts';
import { citationOf } from '#core/risk/finding.ts';
import { validThrough } from '#core/risk/take-test.ts';
import type { ReadableDb } from '#db/handles.ts';
import { os } from '#workstation/base.ts';
import { paperOf } from '#workstation/risk/paper/record.ts';
import { factsFor, riskFactsOf, type RiskFacts } from '#workstation/risk/facts.ts';
import { ruleBookOf, takenVersions } from '#workstation/risk/rule-book.ts';
import { ageAt, eligibleNow, showLevel, submitTest, type Refusal } from '#workstation/risk/submit.ts';
import type { Station } from '#workstation/station.ts';

/** Taking a risk test, and the tests on file. */
export const riskTestRouter = {
  purposes: os.risk.purposes.handler(({ input, context, errors }) => {
    const { db, clock } = context.station;
    const now = clock();
    const facts = riskFactsOf(db, input.clientId, now);
    if (!facts) throw errors.NOT_FOUND();
    return sheetPurposes.map((purpose) => {
      const sheet = sheetAt(facts.ruleBook, purpose.sheet, now);
      return {
        ...purpose,
        sheetId: purpose.sheet,
        version: sheet?.version ?? null,
        sheetTitle: sheet?.title ?? null,
        questions: sheet?.questions.length ?? 0,
        standing: factsFor(facts, purpose.id, now).standing,
      };
    });
  }),
  sheet: os.risk.sheet.handler(({ input, context, errors }) => {
    const { db, clock } = context.station;
    const sheet = sheetFor(ruleBookOf(db), input.purpose, clock());
    if (!sheet) throw errors.SHEET_UNREADABLE({ data: { faults: sheetFaultsOf(db, input.purpose) } });
    return shownSheet(sheet);
  }),
  eligibility: os.risk.eligibility.handler(({ input, context, errors }) => {
    const { db, clock } = context.station;
    const now = clock();
    const known = riskFactsOf(db, input.clientId, now);
    if (!known) throw errors.NOT_FOUND();
    const facts = factsFor(known, input.purpose, now);
    const { name, birthDay, capacity } = facts.client;
    const rules = rulesAt(facts.ruleBook, now) ?? shippedRules;
    const { perDay, perWindow } = rules.test;
    const about = { perDay, perWindow, limitsBy: limitsBy(input.purpose, rules) };
    return { ...eligibleNow(facts, now, rules.test), ...about, clientName: name, birthDay, capacity };
  }),
  check: os.risk.check.handler(({ input, context, errors }) => {
    const { db, clock } = context.station;
    const facts = riskFactsOf(db, input.clientId, clock());
    const sheet = facts && sheetFor(facts.ruleBook, input.purpose, clock());
    if (!facts || !sheet) throw errors.NOT_FOUND();
    return {
      ...answerFaults(sheet, input.answers),
      flags: contradictionsIn(sheet, input.answers),
      ageAgrees: ageAgrees(sheet, input.answers, ageAt(facts.client.birthDay, clock())),
    };
  }),
  preview: os.risk.preview.handler(({ input, context, errors }) => {
    const { station } = context;
    const asked = askedOf(station, input);
    if (asked === null) throw errors.NOT_FOUND();
    const { facts, sheet, now } = asked;
    if (!sheet) throw errors.SHEET_CHANGED();
    const scored = showLevel(station, sheet, { facts, submission: input });
    if (!scored.ok) throw refused(errors, scored.error);
    const { flags, forcedBy, ...score } = scored.value;
    const previousLevel = facts.standing?.level ?? null;
    return {
      ...score,
      maxScore: maxScore(sheet),
      forcedBy: sheet.forced.find(({ id }) => id === forcedBy) ?? null,
      flags: flags.map((id) => flagText(sheet, id)),
      previousLevel,
      isChanged: previousLevel !== null && previousLevel !== score.level,
      validThrough: validThrough(now, (rulesAt(facts.ruleBook, now) ?? shippedRules).test),
    };
  }),
  submit: os.risk.submit.handler(async ({ input, context, errors }) => {
    const { station } = context;
    const asked = askedOf(station, input);
    if (asked === null) throw errors.NOT_FOUND();
    const { facts, sheet } = asked;
    if (!sheet) throw errors.SHEET_CHANGED();
    const recorded = submitTest(station, sheet, { facts, submission: input });
    if (!recorded.ok) throw refused(errors, recorded.error);
    const { testId, test, closedTasks } = recorded.value;
    // The test is recorded whatever becomes of its paper, which can be made again from the same facts.
    const key = { about: 'TEST', aboutId: testId } as const;
    const paper = await paperOf(station, key, input.language).catch(() => null);
    return {
      hasPaper: paper !== null,
      testId,
      score: test.score,
      level: test.level,
      changedFrom: test.changedFrom,
      takenAt: test.takenAt,
      validThrough: test.validThrough,
      isProvisional: true,
      flags: test.flags.map((id) => flagText(sheet, id)),
      closedTasks,
    };
  }),
  tests: os.risk.tests.handler(({ input, context, errors }) => {
    const facts = riskFactsOf(context.station.db, input.clientId, context.station.clock());
    if (!facts) throw errors.NOT_FOUND();
    const tests = facts.tests.map((test) => {
      const sheet = sheetNamed(facts.ruleBook, test.sheetId, test.sheetVersion);
      const flags = test.flags.map((id) => flagText(sheet, id));
      return { ...test, flags, purpose: purposeOfSheet(test.sheetId) };
    });
    return { tests, left: [...facts.left], standing: facts.standing };
  }),
};

function limitsBy(purposeId: string, rules: SuitabilityRules): Citation {
  const sheetId = sheetPurposes.find(({ id }) => id === purposeId)?.sheet ?? '';
  return citationOf({ rules, regime: regimeOfSheet(sheetId, rules), kind: null }, 'RK6');
}

/** The sheet as the client sees it: without points. */
function shownSheet(sheet: Sheet) {
  return {
    ...sheet,
    questions: sheet.questions.map(({ key, text, options }) => ({
      key,
      text,
      options: options.map((option) => ({ key: option.key, text: option.text })),
    })),
  };
}

function sheetFor(book: RuleBook, purposeId: string, now: Instant): Sheet | null {
  const purpose = sheetPurposes.find(({ id }) => id === purposeId);
  // Rules that are in force and cannot be read may hold other limits: no test is begun by them.
  return purpose && rulesAt(book, now) ? sheetAt(book, purpose.sheet, now) : null;
}

/** What is wrong with the published versions of a purpose's sheet that this device cannot use, a sentence each. */
function sheetFaultsOf(db: ReadableDb, purposeId: string): string[] {
  const name = sheetPurposes.find(({ id }) => id === purposeId)?.sheet;
  return takenVersions(db)
    .filter(
      ({ kind, name: of, refused }) =>
        refused === 'UNREADABLE' && (kind === 'SUITABILITY' || (kind === 'SHEET' && of === name)),
    )
    .flatMap(({ content }) => publishedFaults(content));
}

/** Reads what a submission is about: the facts for its sheet's purpose, and that sheet if it is the one in force. */
function askedOf(
  { db, clock }: Station,
  { clientId, sheetId }: { readonly clientId: string; readonly sheetId: string },
): { readonly facts: RiskFacts; readonly sheet: Sheet | null; readonly now: Instant } | null {
  const now = clock();
  const facts = riskFactsOf(db, clientId, now);
  if (!facts) return null;
  const purpose = purposeOfSheet(sheetId);
  const sheet = purpose === null ? null : sheetFor(facts.ruleBook, purpose, now);
  return { facts: factsFor(facts, purpose ?? generalPurpose, now), sheet, now };
}

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
