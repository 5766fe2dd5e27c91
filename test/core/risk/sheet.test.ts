import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Sheet } from '#core/risk/sheet.ts';
import { maxScore, parseSheet, validateSheet } from '#core/risk/sheet.ts';
import { ageAgrees, contradictionsIn, isLowestCategory, scoreSheet } from '#core/risk/score.ts';
import { sheetInUse, sheetOf } from '#core/risk/sheets.ts';
import { answersOf } from '#test/core/risk/support.ts';

const broken = (change: (sheet: Sheet) => void): string[] => {
  const copy = structuredClone(sheetInUse);
  change(copy);
  return validateSheet(copy);
};
const setBand = (sheet: Sheet, index: number, ends: { from?: number; to?: number }) =>
  Object.assign(sheet.bands[index] ?? {}, ends);

describe('a sheet is data that is checked before it is used', () => {
  test('[RK1] the sheet in use has 14 questions, 100 points and no fault', () => {
    expect(sheetInUse.questions).toHaveLength(14);
    expect(maxScore(sheetInUse)).toBe(100);
    expect(validateSheet(sheetInUse)).toEqual([]);
    expect(sheetOf('default', 1)).toBe(sheetInUse);
    expect(sheetOf('default', 2)).toBeNull();
  });

  test.each<[string, (sheet: Sheet) => void, string]>([
    ['a gap', (s) => setBand(s, 1, { from: 21 }), 'Scores 20 to 20 lie in no band.'],
    ['an overlap', (s) => setBand(s, 1, { from: 19 }), 'Band C2 starts at 19 inside the band before.'],
    ['a hole at the end', (s) => setBand(s, 4, { to: 99 }), 'Scores 100 to 100 lie in no band.'],
    ['a hole at the start', (s) => setBand(s, 0, { from: 1 }), 'Scores 0 to 0 lie in no band.'],
    [
      'a band too long',
      (s) => setBand(s, 4, { to: 101 }),
      'The last band ends at 101, above the greatest score 100.',
    ],
    ['a band upside down', (s) => setBand(s, 0, { to: -1 }), 'Band C1 ends at -1 before it starts at 0.'],
    [
      'a level twice',
      (s) => Object.assign(s.bands[1] ?? {}, { level: 'C1' }),
      'Band levels must rise and be unique.',
    ],
    [
      'four levels',
      (s) => s.bands.splice(3, 2, { level: 'C4', from: 60, to: 100 }),
      'There must be at least five levels (NFRA 29).',
    ],
    [
      'a question twice',
      (s) => s.questions.push(...s.questions.slice(0, 1)),
      'Question key "age" is used twice.',
    ],
    [
      'an option twice',
      (s) => s.questions[1]?.options.push({ key: 'work', text: { 'zh-CN': 'x', en: 'x' }, points: 0 }),
      'Question "income_source" has two options "work".',
    ],
    [
      'an age option without ages',
      (s) => delete s.questions[0]?.options[0]?.ageFrom,
      'Age option "18_30" has no age range.',
    ],
    [
      'an age question that is not there',
      (s) => {
        s.ageQuestion = 'years';
      },
      'The age question "years" does not exist.',
    ],
    [
      'a rule about nothing',
      (s) => s.lowestCategory.push({ question: 'loss', options: ['never'] }),
      'A rule refers to option "never" of "loss", which does not exist.',
    ],
    [
      'a rule about no question',
      (s) => s.lowestCategory.push({ question: 'mood', options: ['a'] }),
      'A rule refers to question "mood", which does not exist.',
    ],
  ])('[RK1] %s is named', (_name, change, sentence) => {
    expect(broken(change)).toContain(sentence);
  });

  test('[RK1] an option without points, and a sheet with a hole, do not load', () => {
    const copy = structuredClone(sheetInUse) as unknown as {
      questions: { options: { points?: number }[] }[];
    };
    delete copy.questions[0]?.options[0]?.points;
    expect(() => parseSheet(copy)).toThrow();
    expect(() => parseSheet({ ...sheetInUse, bands: sheetInUse.bands.slice(1) })).toThrow('lie in no band');
  });
});

describe('a second sheet with bands of its own', () => {
  const sheet = sheetOf('private-fund', 1) as Sheet;
  const minimum = sheet.questions.length;
  /** Answers that score exactly so many points: every option of this sheet is worth 1 to 5. */
  const scoring = (score: number) => {
    let left = score - minimum;
    const picked = sheet.questions.toReversed().map(({ key, options }) => {
      const rise = Math.min(left, Math.max(...options.map(({ points }) => points)) - 1);
      left -= rise;
      return [key, options.findLast(({ points }) => points - 1 <= rise)?.key ?? ''];
    });
    return Object.fromEntries(picked) as Record<string, string>;
  };

  test('[RK16] it has 12 questions, its own greatest score and no fault', () => {
    expect(sheet.questions).toHaveLength(12);
    expect(maxScore(sheet)).toBe(60);
    expect(validateSheet(sheet)).toEqual([]);
  });

  test.each([
    [32, 'C1'],
    [33, 'C2'],
    [38, 'C2'],
    [39, 'C3'],
    [43, 'C3'],
    [44, 'C4'],
    [48, 'C4'],
    [49, 'C5'],
  ])('[RK16] %s points are %s', (score, level) => {
    const scored = scoreSheet(sheet, scoring(score));
    expect(scored).toMatchObject({ ok: true, value: { score, level } });
  });

  test('[RK16] the lowest answer to question 12 makes a C1 of any score', () => {
    const scored = scoreSheet(sheet, { ...scoring(60), loss: 'none' });
    expect(scored).toMatchObject({
      ok: true,
      value: { bandLevel: 'C5', level: 'C1', forcedBy: 'LOSS_NONE_C1' },
    });
  });
});

/** A sheet of one question whose option keys are scores: reaches every score on its own. */
const probe = parseSheet({
  ...sheetInUse,
  horizon: null,
  ageQuestion: null,
  forced: [],
  lowestCategory: [],
  contradictions: [],
  questions: [
    {
      key: 'score',
      text: { 'zh-CN': 'x', en: 'x' },
      options: Array.from({ length: 101 }, (_, points) => ({
        key: String(points),
        text: { 'zh-CN': 'x', en: 'x' },
        points,
      })),
    },
  ],
});

describe('scoring', () => {
  test.each([
    [0, 'C1'],
    [19, 'C1'],
    [20, 'C2'],
    [39, 'C2'],
    [40, 'C3'],
    [59, 'C3'],
    [60, 'C4'],
    [79, 'C4'],
    [80, 'C5'],
    [100, 'C5'],
  ])('[RK2] %i points are %s', (points, level) => {
    const scored = scoreSheet(probe, { score: String(points) });
    expect(scored).toMatchObject({ ok: true, value: { score: points, level, bandLevel: level } });
  });

  test('[RK2] the points of domain 3.1, added by hand', () => {
    const answers = {
      age: '31_45',
      income_source: 'work',
      income: '30_50',
      assets: '30_100',
      share: '10_25',
      debt: 'mortgage',
      knowledge: 'basic',
      experience: '1_3',
      riskiest: 'cash',
      horizon: '1_3y',
      liquidity: 'lt20',
      goal: 'steady',
      loss: 'le20',
      after_fall: 'hold',
    };
    const byHand = 8 + 5 + 5 + 5 + 5 + 3 + 3 + 4 + 2 + 6 + 4 + 4 + 6 + 3;
    expect(scoreSheet(sheetInUse, answers)).toMatchObject({
      ok: true,
      value: { score: byHand, level: 'C4' },
    });
  });

  test('[RK2] any complete set of answers scores within a band', () => {
    const anyAnswers = fc.record(
      Object.fromEntries(
        sheetInUse.questions.map(({ key, options }) => [
          key,
          fc.constantFrom(...options.map((one) => one.key)),
        ]),
      ),
    );
    fc.assert(
      fc.property(anyAnswers, (answers) => {
        const scored = scoreSheet(sheetInUse, answers);
        if (!scored.ok) return false;
        const { score, bandLevel, level } = scored.value;
        const band = sheetInUse.bands.find((one) => one.level === bandLevel);
        return band !== undefined && band.from <= score && score <= band.to && level <= bandLevel;
      }),
    );
  });

  test('[RK15] a missing answer and an unknown option are refused by name', () => {
    const { age: _age, ...rest } = answersOf({ goal: 'riches', mood: 'good' });
    expect(scoreSheet(sheetInUse, rest)).toEqual({
      ok: false,
      error: { missing: ['age'], unknown: ['goal', 'mood'] },
    });
    expect(scoreSheet(sheetInUse, {})).toMatchObject({ ok: false });
  });
});

describe('checks on answers', () => {
  test.each([
    ['18_30', 18, true],
    ['18_30', 30, true],
    ['18_30', 31, false],
    ['18_30', 17, false],
    ['56_64', 64, true],
    ['56_64', 65, false],
    ['65_up', 64, false],
    ['65_up', 65, true],
    ['65_up', 99, true],
    ['65_up', null, null],
  ])('[RK3] age answer %s at %s years agrees: %s', (answer, age, agrees) => {
    expect(ageAgrees(sheetInUse, { age: answer }, age)).toBe(agrees);
  });

  test.each([
    [{ goal: 'aggressive', loss: 'none' }, 'GOAL_LOSS_NONE'],
    [{ goal: 'keep', loss: 'gt50' }, 'GOAL_KEEP_LOSS_LARGE'],
    [{ horizon: 'gt3y', liquidity: 'gt50' }, 'HORIZON_LIQUIDITY'],
    [{ experience: 'none', riskiest: 'derivative' }, 'EXPERIENCE_RISKIEST'],
    [{ loss: 'none', after_fall: 'buy' }, 'FALL_LOSS_NONE'],
    [{ age: '18_30', income_source: 'pension' }, 'AGE_PENSION'],
  ])('[RK4] %o is flagged as %s', (answers, id) => {
    expect(contradictionsIn(sheetInUse, answers).map((one) => one.id)).toEqual([id]);
  });

  test('[RK4] answers that agree are not flagged, and a flag changes no points', () => {
    expect(contradictionsIn(sheetInUse, { goal: 'aggressive', loss: 'gt50' })).toEqual([]);
    const flagged = scoreSheet(sheetInUse, answersOf({ goal: 'keep', loss: 'gt50' }));
    expect(flagged).toMatchObject({ ok: true, value: { flags: ['GOAL_KEEP_LOSS_LARGE'], forcedBy: null } });
  });

  test('[RK5] no bearable loss sets C1 as firm policy, which can be switched off', () => {
    const bold = answersOf({ age: '31_45', loss: 'none' }, 'last');
    expect(scoreSheet(sheetInUse, bold)).toMatchObject({
      ok: true,
      value: { level: 'C1', forcedBy: 'LOSS_NONE_C1' },
    });
    expect(sheetInUse.forced.map(({ book }) => book)).toEqual(['POLICY']);
    const off = structuredClone(sheetInUse);
    for (const rule of off.forced) rule.isOn = false;
    const scored = scoreSheet(off, bold);
    expect(scored.ok && scored.value.level).toBe(scored.ok && scored.value.bandLevel);
    expect(scored.ok && scored.value.level).not.toBe('C1');
  });

  test('[RK30] lowest category: among those rated C1 only', () => {
    const c1 = { level: 'C1', capacity: 'FULL', answers: { loss: 'le5' } } as const;
    expect(isLowestCategory(sheetInUse, c1)).toBe(false);
    expect(isLowestCategory(sheetInUse, { ...c1, answers: { loss: 'none' } })).toBe(true);
    expect(isLowestCategory(sheetInUse, { ...c1, capacity: 'LIMITED' })).toBe(true);
    expect(isLowestCategory(null, c1)).toBe(true);
    expect(
      isLowestCategory(sheetInUse, { level: 'C2', capacity: 'LIMITED', answers: { loss: 'none' } }),
    ).toBe(false);
  });
});
