import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { suitabilityCase, type SuitabilityCase } from '#core/risk/case.ts';
import { lineOf, readStoredLine, replayLine, reproduces } from '#core/risk/replay.ts';
import { termFits } from '#core/risk/score.ts';
import { shippedBook, shippedRules } from '#core/risk/rule-book.ts';
import { noRules } from '#core/risk/finding.ts';
import { outcomeField, stepField, type Citation } from '#core/risk/suitability.ts';
import { dayField, ratingField } from '#core/sync/fields.ts';
import riskWords from '#renderer/locales/en/risk.json' with { type: 'json' };
import { sheetInUse, sheetOf } from '#core/risk/sheets.ts';
import { judgeCase } from '#test/core/risk/support.ts';

/** A line of the table: a case as `npm run verdict` reads it, with the verdict it must give. */
interface Line {
  readonly id: string;
  readonly rule: string;
  readonly expect: { readonly verdict: string; readonly steps: string[]; readonly missing?: string[] };
}

const text = readFileSync(path.join(import.meta.dirname, 'cases', 'suitability.jsonl'), 'utf8');
const lines = text
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => ({ line, ...(JSON.parse(line) as Line) }));
const about = (rule: string) => lines.filter((one) => one.rule === rule);

/** An article of a book is its number, a firm's own line is words: neither can be read as the other. */
const article = z.discriminatedUnion('book', [
  z.object({ book: z.enum(['NFRA', 'CSRC']), article: z.string().regex(/^\d+(\(\d+\))?$/) }),
  z.object({ book: z.literal('POLICY'), article: z.string().regex(/^[a-z][a-z -]+$/) }),
]);
const idOfRule = z.string().regex(/^RK\d+$/);
const version = z.enum([shippedRules.version, noRules]);
const wholeVerdict = z.strictObject({
  id: z.string(),
  outcome: outcomeField,
  steps: z.array(z.object({ code: stepField, done: z.boolean() }).and(article)),
  rule: z.object({ id: idOfRule, version }).and(article),
  missing: z.array(z.enum(Object.keys(riskWords.missing))),
  rating: ratingField.nullable(),
  dataAt: z.int(),
  retryOn: dayField.nullable(),
});

function holds({ line, expect: expected }: Line & { readonly line: string }): void {
  const verdict = replayLine(line, shippedBook);
  if ('error' in verdict) throw new Error(verdict.error);
  const { outcome, rule, steps, missing } = verdict;
  expect(`${outcome} ${rule.id} ${rule.book} ${rule.article}`).toBe(expected.verdict);
  expect(steps.map(({ code }) => code)).toEqual(expected.steps);
  expect(missing).toEqual(expected.missing ?? missing);
}

describe('the table of cases, judged as the replay command does', () => {
  test.each(about('RK6'))('[RK6] $id', holds);
  test.each(about('RK7'))('[RK7] $id', holds);
  test.each(about('RK8'))('[RK8] $id', holds);
  test.each(about('RK9'))('[RK9] $id', holds);
  test.each(about('RK13'))('[RK13] $id', holds);
  test.each(about('RK14'))('[RK14] $id', holds);
  test.each(about('RK24'))('[RK24] $id', holds);
  test.each(about('RK21'))('[RK21] $id', holds);
  test.each(about('RK26'))('[RK26] $id', holds);
  test.each(about('RK38'))('[RK38] $id', holds);
  test.each(about('RK40'))('[RK40] $id', holds);
  test.each(about('RK53'))('[RK53] $id', holds);
  test.each(about('RK54'))('[RK54] $id', holds);
  test.each(about('RK55'))('[RK55] $id', holds);
  test.each(about('RK56'))('[RK56] $id', holds);
  test.each(about('RK57'))('[RK57] $id', holds);
  test.each(about('RK58'))('[RK58] $id', holds);
  test.each(about('RK59'))('[RK59] $id', holds);
  test.each(about('RK60'))('[RK60] $id', holds);
  test.each(about('RK61'))('[RK61] $id', holds);
  test.each(about('RK62'))('[RK62] $id', holds);
  test.each(about('RK63'))('[RK63] $id', holds);
  test.each(about('RK20'))('[RK20] $id', holds);
  test.each(about('RK22'))('[RK22] $id', holds);
  test.each(about('RK23'))('[RK23] $id', holds);
  test.each(about('RK27'))('[RK27] $id', holds);
  test.each(about('RK28'))('[RK28] $id', holds);
  test.each(about('RK29'))('[RK29] $id', holds);
  test.each(about('RK30'))('[RK30] $id', holds);
  test.each(about('RK31'))('[RK31] $id', holds);
  test.each(about('RK32'))('[RK32] $id', holds);
  test.each(about('RK33'))('[RK33] $id', holds);
  test.each(about('RK34'))('[RK34] $id', holds);
  test.each(about('RK35'))('[RK35] $id', holds);
  test.each(about('RK36'))('[RK36] $id', holds);
  test.each(about('RK37'))('[RK37] $id', holds);
  test.each(about('RK39'))('[RK39] $id', holds);
  test.each(about('RK41'))('[RK41] $id', holds);
  test.each(about('RK42'))('[RK42] $id', holds);
  test.each(about('RK43'))('[RK43] $id', holds);

  test('[RK64] every line of the table is asked by a test above', () => {
    const source = readFileSync(import.meta.filename, 'utf8');
    for (const rule of new Set(lines.map((one) => one.rule))) expect(source).toContain(`about('${rule}')`);
  });

  test.each(lines)('[RK40] says all it has to say: $id', ({ line }) => {
    const dataAt = Date.parse('2026-11-20T08:00:00Z');
    const verdict = replayLine(JSON.stringify({ ...JSON.parse(line), dataAt }), shippedBook);
    expect(wholeVerdict.parse(verdict)).toEqual(verdict);
    expect(verdict).toMatchObject({ dataAt });
  });
});

const decided = new Set(lines.map(({ expect: { verdict } }) => verdict.replace(/^\w+ /, '')));
const stepsSeen = new Set(
  lines.flatMap(({ line }) => {
    const verdict = replayLine(line, shippedBook);
    return 'error' in verdict
      ? []
      : verdict.steps.map(({ code, book, article }) => `${code} ${book} ${article}`);
  }),
);
const isLaw = ({ book }: Citation): boolean => book !== 'POLICY';
/** A difference of ratings is disclosed, never refused: its rule shows as a step. */
const neverDecides: readonly string[] = ['RK27'];

describe('what the law says is in the table', () => {
  const rules = Object.entries(shippedRules.rules).filter(([id]) => !neverDecides.includes(id));
  test.each(rules)('[RK107] every article %s cites decides a case', (id, { NFRA, CSRC, kinds = {} }) => {
    const cited = [NFRA, CSRC, ...Object.values(kinds)].filter(isLaw);
    for (const { book, article } of cited) expect(decided).toContain(`${id} ${book} ${article}`);
  });

  test.each(Object.entries(shippedRules.steps))(
    '[RK107] every article step %s cites is asked in a case',
    (code, one) => {
      for (const { book, article } of Object.values(one).filter(isLaw))
        expect(stepsSeen).toContain(`${code} ${book} ${article}`);
    },
  );

  test('[RK107] both ways of being a professional investor decide a case', () => {
    const { byRight, byRequest } = shippedRules.professional;
    for (const { book, article } of [byRight, byRequest])
      expect(decided).toContain(`RK55 ${book} ${article}`);
  });

  test.each([...new Set(lines.map(({ rule }) => rule))])(
    '[RK107] %s has cases on both sides of its line',
    (rule) => {
      const sides = about(rule).map(
        ({ expect: { verdict, steps } }) => `${verdict.split(' ')[0]} ${steps.join()}`,
      );
      expect(new Set(sides).size).toBeGreaterThan(1);
    },
  );
});

describe('replaying', () => {
  test('[RK64] a stored verdict comes out the same to the byte, and another is told', () => {
    for (const { line } of lines) {
      const one = suitabilityCase.parse(JSON.parse(line)) as SuitabilityCase;
      const stored = JSON.parse(JSON.stringify({ case: one, verdict: judgeCase(one) }));
      expect(reproduces(stored, shippedBook)).toBe(true);
      expect(reproduces({ ...stored, verdict: { ...stored.verdict, dataAt: 1 } }, shippedBook)).toBe(false);
    }
  });

  test('[RK108] a file of stored verdicts may be pairs or a sealed export, whose other entries are passed over', () => {
    const [{ line } = { line: '' }] = lines;
    const one = suitabilityCase.parse(JSON.parse(line));
    const pair = { caseJson: JSON.stringify(one), verdictJson: JSON.stringify(judgeCase(one)) };
    const sealed = { kind: 'VERDICT', id: 'v1', at: 1, row: { clientId: 'c', ...pair } };
    for (const [text, id] of [
      [lineOf(pair), null],
      [JSON.stringify(sealed), 'v1'],
    ] as const) {
      const stored = readStoredLine(text);
      expect(stored?.id).toBe(id);
      expect(stored && reproduces(stored, shippedBook)).toBe(true);
    }
    expect(readStoredLine('{"kind":"REVEAL","id":"r1","row":{}}')).toBeNull();
    for (const none of ['{}', '{"kind":"VERDICT","id":"v1","row":{}}', 'x', '[]'])
      expect(() => readStoredLine(none)).toThrow();
  });
});

describe('purpose and term', () => {
  test.each([
    ['lt3m', 92, 'MATCH'],
    ['lt3m', 93, 'MISMATCH'],
    ['1_3y', 1096, 'MATCH'],
    ['1_3y', 1097, 'MISMATCH'],
    ['gt3y', 9999, 'MATCH'],
    ['lt3m', null, 'MATCH'],
  ] as const)('[RK57] money free for %s, a term of %s days: %s', (horizon, termDays, expected) => {
    expect(termFits(sheetInUse, { horizon }, termDays)).toBe(expected);
  });

  test('[RK57] a sheet or an answer that does not tell leaves the question open', () => {
    expect(termFits(null, { horizon: 'lt3m' }, 30)).toBeNull();
    expect(termFits(sheetInUse, {}, 30)).toBeNull();
    expect(termFits(sheetOf('private-fund', 1), { horizon: 'lt6m' }, 184)).toBe('MISMATCH');
  });
});
