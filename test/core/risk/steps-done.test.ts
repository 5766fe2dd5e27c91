import { expect, test } from 'vitest';
import { hourMs } from '#core/base/time.ts';
import { retainUntil } from '#core/risk/retention.ts';
import { holdingSteps, stepsDone, type StepGround } from '#core/risk/steps-done.ts';
import { shippedRules as rulesInUse } from '#core/risk/rule-book.ts';
import { stepField } from '#core/risk/suitability.ts';
import { stepNeeds, stepText } from '#core/risk/step-text.ts';
import { at } from '#test/core/risk/support.ts';

const now = at('2026-11-23T10:00:00');
const ground: StepGround = {
  productId: 'p1',
  action: 'CLIENT_REQUEST',
  testId: 't1',
  rating: 'R4',
  amountFen: 100,
  now,
};
const step = { ...ground, code: 'WARN_LETTER', recordedAt: now } as const;
const params = {
  client: '欧阳静怡',
  product: '成长一号',
  rating: 'R4',
  issuerRating: 'R3',
  sellerRating: 'R4',
  level: 'C2',
  waitHours: '24',
  callBackDays: '3',
};

test.each([
  ['RK67', 'the same product and action', {}, true],
  ['RK67', 'another product', { productId: 'p2' }, false],
  ['RK67', 'another action', { action: 'RECOMMEND' }, false],
  [
    'RK67',
    'no product: every product and action',
    { productId: null, action: 'RECOMMEND', rating: null },
    true,
  ],
  ['RK68', 'another test', { testId: 't2' }, false],
  ['RK68', 'no test any more', { testId: null }, false],
  ['RK68', 'another test, no product', { productId: null, rating: null, testId: 't2' }, false],
  ['RK68', 'another rating', { rating: 'R5' }, false],
  ['RK67', 'recorded later than now', { recordedAt: now + 1 }, false],
  ['RK67', 'means for this amount', { code: 'CHECK_MEANS', amountFen: 100 }, true],
  ['RK67', 'means for more', { code: 'CHECK_MEANS', amountFen: 101 }, true],
  ['RK67', 'means for less', { code: 'CHECK_MEANS', amountFen: 99 }, false],
  ['RK67', 'means for no amount', { code: 'CHECK_MEANS', amountFen: null }, false],
] as const)('[RK67] [RK68] %s: a step for %s', (_rule, _what, over, holds) => {
  expect(holdingSteps([{ ...step, ...over }], ground)).toHaveLength(holds ? 1 : 0);
});

test('[RK70] a risk talk with someone of 65 counts after 24 hours, to the millisecond', () => {
  const talk = { ...step, code: 'SPECIAL_CARE_65', recordedAt: now - 24 * hourMs } as const;
  const { policy } = rulesInUse;
  expect(stepsDone([talk], ground, policy)).toEqual(['SPECIAL_CARE_65']);
  expect(stepsDone([talk], { ...ground, now: now - 1 }, policy)).toEqual([]);
});

test('[RK64] done steps stand in one order, however they were recorded', () => {
  const { policy } = rulesInUse;
  const [warn, needs] = [step, { ...step, code: 'CHECK_NEEDS' } as const];
  const both = ['CHECK_NEEDS', 'WARN_LETTER'];
  expect(stepsDone([warn, needs, warn], ground, policy)).toEqual(both);
  expect(stepsDone([needs, warn], ground, policy)).toEqual(both);
});

test('[RK69] every step has a sentence in both languages that ends with its book and article, nothing left unfilled', () => {
  for (const code of stepField.options)
    for (const language of ['zh-CN', 'en'] as const) {
      const text = stepText({ code, book: 'CSRC', article: '19' }, params, language);
      expect(text).toMatch(
        language === 'en' ? /CSRC .*Article 19\)$/ : /《证券期货投资者适当性管理办法》第19条）$/,
      );
      expect(text).not.toMatch(/[{}]/);
    }
});

test('[RK69] what is confirmed in writing takes a signature, all else a note of what was said', () => {
  const signed = stepField.options.filter((code) => stepNeeds(code).signer !== null);
  expect(signed).toEqual([
    'GUARDIAN_CONSENT',
    'RECONFIRM_LEVEL',
    'CONFIRM_IN_WRITING',
    'SIGNED_STATEMENT',
    'WARN_LETTER',
  ]);
  for (const code of stepField.options)
    expect(stepNeeds(code).signer !== null || stepNeeds(code).asks === 'SAID').toBe(true);
});

test.each([
  ['2026-11-23T23:59:59', null, '2046-11-23'],
  ['2028-02-29T10:00:00', null, '2048-02-29'],
  ['2026-11-23T10:00:00', 365, '2046-11-23'],
  ['2026-11-23T10:00:00', 16 * 366, '2047-12-05'],
])('[RK74] recorded %s with a term of %s days: kept until %s', (recorded, termDays, until) => {
  expect(retainUntil(at(recorded), termDays, rulesInUse)).toBe(until);
});
