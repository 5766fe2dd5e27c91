import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ProductFields } from '#core/risk/product.ts';
import { ratingUsed } from '#core/risk/rating.ts';
import { rulesAt, shippedBook, shippedRules as rulesInUse } from '#core/risk/rule-book.ts';
import { stepField } from '#core/risk/suitability.ts';
import type { JudgeInput } from '#core/risk/judged-case.ts';
import { at, inputOf, judge, productOf, standingOf } from '#test/core/risk/support.ts';

const levels = ['C1', 'C2', 'C3', 'C4', 'C5'] as const;
const ratings = ['R1', 'R2', 'R3', 'R4', 'R5'] as const;
const kinds = [
  'BANK_WEALTH',
  'TRUST',
  'INSURANCE',
  'UNIT_LINKED',
  'FUND',
  'PRIVATE_FUND',
  'SECURITIES_PLAN',
] as const;

/** What over the level means, by kind: [recommend, client request], as rule, book and article (domain §3.2). */
const over: Record<ProductFields['kind'], [string, string]> = {
  BANK_WEALTH: ['BLOCK RK31 NFRA 13', 'BLOCK RK32 NFRA 12'],
  TRUST: ['BLOCK RK31 NFRA 13', 'BLOCK RK32 NFRA 12'],
  INSURANCE: ['BLOCK RK33 NFRA 12', 'ALLOW_WITH_STEPS RK35 NFRA 38'],
  UNIT_LINKED: ['BLOCK RK34 NFRA 36', 'ALLOW_WITH_STEPS RK35 NFRA 38'],
  FUND: ['BLOCK RK31 CSRC 22(3)', 'ALLOW_WITH_STEPS RK36 CSRC 19'],
  PRIVATE_FUND: ['BLOCK RK31 CSRC 22(3)', 'ALLOW_WITH_STEPS RK36 CSRC 19'],
  SECURITIES_PLAN: ['BLOCK RK31 CSRC 22(3)', 'ALLOW_WITH_STEPS RK36 CSRC 19'],
};
/** Domain §3.2, typed here once more by hand: `o` ok, `x` over. */
const matrix = { C1: 'oxxxx', C2: 'ooxxx', C3: 'oooxx', C4: 'oooox', C5: 'ooooo' };

const told = (input: JudgeInput) => {
  const { outcome, rule } = judge(input);
  return `${outcome} ${rule.id} ${rule.book} ${rule.article}`;
};
const codes = (input: JudgeInput) => judge(input).steps.map(({ code }) => code);

const cells = kinds.flatMap((kind) =>
  levels.flatMap((level) =>
    ratings.map((rating, index) => ({ kind, level, rating, cell: matrix[level][index] })),
  ),
);

describe('the matrix, every cell, both regimes, both actions', () => {
  test.each(cells)('[RK37] $kind $level × $rating is $cell', ({ kind, level, rating, cell }) => {
    const product = productOf(kind, rating);
    const client = { birthDay: '1980-05-05', capacity: 'FULL', isQualified: true } as const;
    const isHigh = rating === 'R4' || rating === 'R5';
    for (const [index, action] of (['RECOMMEND', 'CLIENT_REQUEST'] as const).entries()) {
      const verdict = told(inputOf(level, product, { client, action }));
      if (cell === 'x') expect(verdict).toBe(over[kind][index]);
      else if (product.regime === 'CSRC')
        expect(verdict).toBe(`${isHigh ? 'ALLOW_WITH_STEPS' : 'ALLOW'} RK37 CSRC 22(3)`);
      else expect(verdict).toBe('ALLOW RK37 NFRA 12');
    }
  });

  test.each(ratings)('[RK30] the lowest category may have R1 only, on the fund side only: %s', (rating) => {
    const ask = (kind: ProductFields['kind'], action: JudgeInput['action']) =>
      told(inputOf('C1', productOf(kind, rating), { isLowest: true, action }));
    expect(ask('FUND', 'CLIENT_REQUEST')).toBe(
      rating === 'R1' ? 'ALLOW RK37 CSRC 22(3)' : 'BLOCK RK30 CSRC 19',
    );
    expect(ask('FUND', 'RECOMMEND')).toBe(rating === 'R1' ? 'ALLOW RK37 CSRC 22(3)' : 'BLOCK RK30 CSRC 19');
    expect(ask('UNIT_LINKED', 'CLIENT_REQUEST')).toMatch(
      rating === 'R1' ? /^ALLOW RK37/ : /^ALLOW_WITH_STEPS RK35/,
    );
  });

  test.each([
    ['FUND', 'CLIENT_REQUEST', ['SPECIAL_CARE_HIGH_RISK', 'CHECK_NOT_LOWEST', 'WARN_LETTER'], 'RK36'],
    ['UNIT_LINKED', 'CLIENT_REQUEST', ['ADVISE_TO_STOP', 'EXPLAIN_FULLY', 'CONFIRM_IN_WRITING'], 'RK35'],
    ['INSURANCE', 'CLIENT_REQUEST', ['ADVISE_TO_STOP', 'EXPLAIN_FULLY', 'CONFIRM_IN_WRITING'], 'RK35'],
  ] as const)('[RK36] %s at %s over the level opens steps in order', (kind, action, steps, rule) => {
    const verdict = judge(inputOf('C2', productOf(kind, 'R4'), { action }));
    expect(verdict.rule.id).toBe(rule);
    expect(verdict.steps.map(({ code }) => code)).toEqual(steps);
    for (const step of verdict.steps) expect(step.book).toBe(kind === 'FUND' ? 'CSRC' : 'NFRA');
  });

  test('[RK35] an insurance over the level is allowed once every step is done, not before', () => {
    const done = ['ADVISE_TO_STOP', 'EXPLAIN_FULLY', 'CONFIRM_IN_WRITING'] as const;
    const ask = (stepsDone: JudgeInput['stepsDone']) =>
      judge(inputOf('C2', productOf('INSURANCE', 'R3'), { action: 'CLIENT_REQUEST', stepsDone }));
    expect(ask(done.slice(0, 2)).outcome).toBe('ALLOW_WITH_STEPS');
    expect(ask(done.slice(0, 2)).steps.map((step) => step.done)).toEqual([true, true, false]);
    expect(ask(done).outcome).toBe('ALLOW');
  });

  test.each([
    ['RK32', 'TRUST', 'CLIENT_REQUEST', 'NFRA', '12'],
    ['RK33', 'INSURANCE', 'RECOMMEND', 'NFRA', '12'],
    ['RK34', 'UNIT_LINKED', 'RECOMMEND', 'NFRA', '36'],
  ] as const)(
    '[RK32] [RK33] [RK34] %s: %s above the level, %s, is blocked by %s %s',
    (id, kind, action, book, article) => {
      const [above, within] = [productOf(kind, 'R4'), productOf(kind, 'R3')];
      const blocked = judge(inputOf('C3', above, { action, stepsDone: stepField.options }));
      expect(blocked).toMatchObject({ outcome: 'BLOCK', rule: { id, book, article } });
      expect(judge(inputOf('C3', within, { action })).outcome).toBe('ALLOW');
    },
  );

  test('[RK31] steps done open no recommendation above the level', () => {
    for (const kind of kinds)
      expect(
        judge(
          inputOf('C2', productOf(kind, 'R3'), {
            stepsDone: stepField.options,
            client: { birthDay: '1980-05-05', capacity: 'FULL', isQualified: true },
          }),
        ).outcome,
      ).toBe('BLOCK');
  });
});

describe('the product', () => {
  test.each([
    ['SUSPENDED', []],
    ['CLOSED', []],
    ['MYSTERY', ['STATUS']],
  ])('[RK20] %s is blocked', (status, missing) => {
    const product = productOf('FUND', 'R1', { status: status as ProductFields['status'] });
    expect(judge(inputOf('C5', product))).toMatchObject({
      outcome: 'BLOCK',
      missing,
      rule: { id: 'RK20', book: 'POLICY' },
    });
  });

  test.each([
    ['R2', 'R4', 'R4'],
    ['R4', 'R2', 'R4'],
    ['R3', 'R3', 'R3'],
  ] as const)(
    '[RK27] issuer %s, seller %s: %s is used and a difference disclosed',
    (issuerRating, sellerRating, used) => {
      const product = productOf('BANK_WEALTH', 'R1', { issuerRating, sellerRating });
      expect(ratingUsed(product)).toBe(used);
      const verdict = judge(inputOf('C5', product));
      expect(verdict.rating).toBe(used);
      expect(verdict.steps).toEqual(
        issuerRating === sellerRating
          ? []
          : [{ code: 'DISCLOSE_HIGHER_RATING', done: false, book: 'NFRA', article: '22' }],
      );
      expect(judge(inputOf('C3', product)).outcome).toBe(used === 'R4' ? 'BLOCK' : 'ALLOW');
    },
  );

  test.each([
    [null, 'R1', ['ISSUER_RATING']],
    ['R1', null, ['SELLER_RATING']],
    [null, null, ['ISSUER_RATING', 'SELLER_RATING']],
  ] as const)('[RK26] issuer %s, seller %s is blocked', (issuerRating, sellerRating, missing) => {
    const nfra = productOf('BANK_WEALTH', 'R1', { issuerRating, sellerRating });
    expect(judge(inputOf('C5', nfra))).toMatchObject({
      outcome: 'BLOCK',
      missing,
      rule: { id: 'RK26', book: 'NFRA', article: '22' },
    });
    const csrc = productOf('FUND', 'R1', { issuerRating, sellerRating });
    expect(judge(inputOf('C5', csrc))).toMatchObject({
      outcome: 'BLOCK',
      rule: { id: 'RK26', book: 'POLICY' },
    });
  });

  test.each([
    [null, ['QUALIFIED_INVESTOR']],
    [false, []],
  ])('[RK25] a private product is named to nobody whose qualification is %s', (isQualified, missing) => {
    const product = productOf('PRIVATE_FUND', 'R3', { isPrivate: true });
    const client = { birthDay: '1980-05-05', capacity: 'FULL', isQualified } as const;
    for (const action of ['RECOMMEND', 'CLIENT_REQUEST'] as const)
      expect(judge(inputOf('C5', product, { client, action }))).toMatchObject({
        outcome: 'BLOCK',
        missing,
        rule: { id: 'RK25' },
      });
    expect(judge(inputOf('C5', product, { client: { ...client, isQualified: true } })).outcome).toBe('ALLOW');
  });

  test('[RK38] one-year cover needs no test; a day longer does, and so does unit-linked', () => {
    expect(told(inputOf(null, productOf('INSURANCE', 'R1', { termDays: 365 })))).toBe('ALLOW RK38 NFRA 40');
    expect(told(inputOf(null, productOf('INSURANCE', 'R1', { termDays: 366 })))).toBe('BLOCK RK28 NFRA 29');
    expect(told(inputOf(null, productOf('INSURANCE', 'R1')))).toBe('BLOCK RK28 NFRA 29');
    expect(told(inputOf(null, productOf('UNIT_LINKED', 'R1', { termDays: 300 })))).toBe('BLOCK RK28 NFRA 36');
  });

  test('[RK40] a kind under the wrong rule book is blocked', () => {
    const fund = productOf('FUND', 'R1', { regime: 'NFRA' });
    expect(judge(inputOf('C5', fund))).toMatchObject({
      outcome: 'BLOCK',
      missing: ['REGIME'],
      rule: { id: 'RK40' },
    });
  });

  test('[RK21] no verdict before the rules took effect', () => {
    expect(rulesAt(shippedBook, at('2026-01-31T23:59:59.999'))).toBeNull();
    expect(rulesAt(shippedBook, at('2026-02-01T00:00:00'))).toBe(rulesInUse);
    const before = inputOf('C5', productOf('FUND', 'R1'), { now: at('2026-01-31T23:59:59') });
    expect(judge(before)).toMatchObject({ outcome: 'BLOCK', missing: ['RULES'], rule: { id: 'RK21' } });
    expect(judge({ ...before, now: at('2026-02-01T00:00:00') }).outcome).toBe('ALLOW');
  });
});

describe('the client', () => {
  const low = productOf('BANK_WEALTH', 'R1');
  const who = (over: Partial<JudgeInput['client']>): JudgeInput['client'] => ({
    birthDay: '1980-05-05',
    capacity: 'FULL',
    isQualified: null,
    ...over,
  });

  test('[RK28] no test, or one that has expired: blocked, on the fund side by policy only', () => {
    const expired = standingOf('C5', { isExpired: true });
    for (const standing of [null, expired]) {
      expect(told(inputOf('C5', low, { standing }))).toBe('BLOCK RK28 NFRA 29');
      expect(judge(inputOf('C5', productOf('FUND', 'R1'), { standing })).rule.book).toBe('POLICY');
      expect(judge(inputOf('C5', low, { standing })).missing).toEqual(['VALID_TEST']);
    }
  });

  test('[RK29] an unconfirmed change of level blocks', () => {
    const standing = standingOf('C5', { previousLevel: 'C2', needsConfirmation: true });
    expect(judge(inputOf('C5', low, { standing }))).toMatchObject({
      outcome: 'BLOCK',
      missing: ['LEVEL_CONFIRMATION'],
      rule: { id: 'RK29', book: 'NFRA', article: '29' },
    });
  });

  test.each(kinds)('[RK22] no capacity: nothing is sold, %s and R1 included', (kind) => {
    const product = productOf(kind, 'R1', { termDays: 365 });
    for (const action of ['RECOMMEND', 'CLIENT_REQUEST'] as const) {
      const verdict = judge(
        inputOf('C5', product, {
          action,
          client: who({ capacity: 'NONE', isQualified: true }),
          stepsDone: stepField.options,
        }),
      );
      expect(verdict).toMatchObject({
        outcome: 'BLOCK',
        rule: { id: 'RK22', book: product.regime === 'NFRA' ? 'NFRA' : 'POLICY' },
      });
    }
  });

  test("[RK23] limited capacity: low risk with the representative's consent, nothing above", () => {
    const client = who({ capacity: 'LIMITED' });
    expect(codes(inputOf('C5', low, { client }))).toEqual(['GUARDIAN_CONSENT']);
    expect(judge(inputOf('C5', low, { client, stepsDone: ['GUARDIAN_CONSENT'] })).outcome).toBe('ALLOW');
    expect(told(inputOf('C5', productOf('BANK_WEALTH', 'R2'), { client }))).toBe('BLOCK RK23 NFRA 19');
    expect(told(inputOf('C5', productOf('FUND', 'R2'), { client }))).toBe('BLOCK RK23 POLICY capacity');
    expect(told(inputOf('C1', productOf('FUND', 'R2'), { client, action: 'CLIENT_REQUEST' }))).toBe(
      'BLOCK RK30 CSRC 19',
    );
  });

  test('[RK23] record and test differ: the stricter capacity holds', () => {
    const standing = standingOf('C5', { capacity: 'LIMITED' });
    expect(codes(inputOf('C5', low, { standing }))).toEqual(['GUARDIAN_CONSENT']);
    expect(told(inputOf('C5', low, { standing, client: who({ capacity: 'NONE' }) }))).toMatch(/RK22/);
  });

  test('[RK24] capacity never asked blocks, whether a test is needed or not', () => {
    const exempt = productOf('INSURANCE', 'R1', { termDays: 365 });
    const verdict = judge(inputOf(null, exempt, { client: who({ capacity: null }) }));
    expect(verdict).toMatchObject({
      outcome: 'BLOCK',
      missing: ['CAPACITY'],
      rule: { id: 'RK24', book: 'POLICY' },
    });
  });

  test.each([
    ['2018-11-24', 'BLOCK RK22 NFRA 19'],
    ['2018-11-23', 'ALLOW_WITH_STEPS RK37 NFRA 12'],
    ['2008-11-24', 'ALLOW_WITH_STEPS RK37 NFRA 12'],
    ['2008-11-23', 'ALLOW RK37 NFRA 12'],
  ])('[RK41] born %s, whatever capacity was declared: %s', (birthDay, expected) => {
    expect(told(inputOf('C5', low, { client: who({ birthDay }) }))).toBe(expected);
  });

  test.each([
    ['1961-11-24', 'R4', []],
    ['1961-11-23', 'R4', ['SPECIAL_CARE_65']],
    ['1961-11-23', 'R3', []],
    ['1950-01-01', 'R5', ['SPECIAL_CARE_65']],
  ] as const)('[RK42] born %s, %s under NFRA: %o', (birthDay, rating, steps) => {
    expect(codes(inputOf('C5', productOf('BANK_WEALTH', rating), { client: who({ birthDay }) }))).toEqual(
      steps,
    );
  });

  test.each(['1961-11-23', '1995-01-01'])(
    '[RK43] under CSRC high risk asks for care at any age: %s',
    (birthDay) => {
      expect(judge(inputOf('C5', productOf('FUND', 'R4'), { client: who({ birthDay }) })).steps).toEqual([
        { code: 'SPECIAL_CARE_HIGH_RISK', done: false, book: 'CSRC', article: '20' },
      ]);
      expect(codes(inputOf('C5', productOf('FUND', 'R3'), { client: who({ birthDay }) }))).toEqual([]);
    },
  );

  test('[RK39] without a birth date nothing that is matched is sold under NFRA, whatever its risk', () => {
    const client = who({ birthDay: null });
    for (const kind of ['BANK_WEALTH', 'TRUST', 'INSURANCE', 'UNIT_LINKED'] as const)
      for (const action of ['RECOMMEND', 'CLIENT_REQUEST'] as const)
        expect(judge(inputOf('C5', productOf(kind, 'R1'), { client, action }))).toMatchObject({
          outcome: 'BLOCK',
          missing: ['BIRTH_DAY'],
          rule: { id: 'RK39', book: 'NFRA', article: '25' },
        });
    const exempt = productOf('INSURANCE', 'R1', { termDays: 365 });
    expect(told(inputOf(null, exempt, { client }))).toBe('ALLOW RK38 NFRA 40');
    expect(judge(inputOf('C5', productOf('FUND', 'R4'), { client })).outcome).toBe('ALLOW_WITH_STEPS');
  });
});

describe('the judge as a whole', () => {
  const anyInput = fc.record({
    client: fc.record({
      birthDay: fc.constantFrom(null, '1950-01-01', '1990-02-28', '2012-02-29', '2024-01-01'),
      capacity: fc.constantFrom(null, 'FULL', 'LIMITED', 'NONE'),
      isQualified: fc.constantFrom(null, true, false),
    }),
    standing: fc.option(
      fc.record({
        level: fc.constantFrom(...levels, 'C9'),
        isExpired: fc.boolean(),
        needsConfirmation: fc.boolean(),
        capacity: fc.constantFrom('FULL', 'LIMITED', 'NONE'),
      }),
    ),
    isLowest: fc.boolean(),
    product: fc.record({
      kind: fc.constantFrom(...kinds, 'COIN'),
      regime: fc.constantFrom('NFRA', 'CSRC', 'MOON'),
      issuerRating: fc.constantFrom(null, ...ratings, 'R9'),
      sellerRating: fc.constantFrom(null, ...ratings, ''),
      status: fc.constantFrom('ON_SALE', 'SUSPENDED', 'CLOSED', 'NEW', null),
      isPrivate: fc.constantFrom(true, false, null),
      termDays: fc.constantFrom(null, 1, 366, 367),
    }),
    action: fc.constantFrom('RECOMMEND', 'CLIENT_REQUEST', 'SING'),
    stepsDone: fc.subarray([...stepField.options]),
    now: fc.integer({ min: at('2020-01-01T00:00:00'), max: at('2040-01-01T00:00:00') }),
    dataAt: fc.constantFrom(null, 0),
  });

  test('[RK40] it never throws, names its book and article, and blocks whatever it does not know', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const verdict = judge(input as unknown as JudgeInput);
        expect(['NFRA', 'CSRC', 'POLICY']).toContain(verdict.rule.book);
        expect(verdict.rule.article).not.toBe('');
        if (verdict.missing.length > 0) expect(verdict.outcome).not.toBe('ALLOW');
        if (verdict.outcome === 'BLOCK') return;
        expect(verdict.outcome === 'ALLOW').toBe(verdict.steps.every(({ done }) => done));
        expect(input.product.status).toBe('ON_SALE');
        expect(input.product.isPrivate === false || input.client.isQualified === true).toBe(true);
        expect(input.client.capacity).not.toBe('NONE');
        if (verdict.rule.id === 'RK38') return;
        expect(['R1', 'R2', 'R3', 'R4', 'R5']).toContain(verdict.rating);
        expect(input.standing).toMatchObject({ isExpired: false, needsConfirmation: false });
      }),
      { numRuns: 3000 },
    );
  });

  test('[RK31] a C2 is never recommended R3 or above, whatever else is true', () => {
    fc.assert(
      fc.property(
        anyInput,
        fc.constantFrom(...kinds),
        fc.constantFrom('R3', 'R4', 'R5'),
        (input, kind, rating) => {
          const product = {
            ...input.product,
            ...productOf(kind, 'R1'),
            sellerRating: rating,
            termDays: null,
          };
          const question = {
            ...input,
            product,
            standing: standingOf('C2'),
            action: 'RECOMMEND',
          } as unknown as JudgeInput;
          expect(judge(question).outcome).toBe('BLOCK');
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('[RK40] every rule and step that the tables name has a citation in both regimes', () => {
    const named = rulesInUse.over.map(({ rule }) => rule);
    for (const id of named) expect(Object.keys(rulesInUse.rules)).toContain(id);
    for (const cited of [...Object.values(rulesInUse.rules), ...Object.values(rulesInUse.steps)])
      expect(Object.keys(cited)).toEqual(expect.arrayContaining(['CSRC', 'NFRA']));
    expect(Object.keys(rulesInUse.steps).sort()).toEqual([...stepField.options].sort());
  });
});
