import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FactOnFile } from '#core/risk/investor-facts.ts';
import { investorOnFile } from '#core/risk/investor-facts.ts';
import { factFaults, investorDocuments, type GivenFact } from '#core/risk/investor-documents.ts';
import { at } from '#test/core/risk/support.ts';

const today = '2026-11-23';
const now = at('2026-11-23T12:00:00');
const nothing: Omit<GivenFact, 'what'> = {
  amountFen: null,
  months: null,
  choice: null,
  documentKind: null,
  documentDate: null,
  evidence: '',
  signaturePath: null,
};
const fact = (what: GivenFact['what'], over: Partial<FactOnFile> = {}): FactOnFile => ({
  ...nothing,
  what,
  id: `${what}-${over.recordedAt ?? 0}`,
  clientId: 'c',
  documentDate: today,
  evidence: '原件已核对',
  recordedBy: 'm',
  recordedAt: at('2026-11-20T10:00:00'),
  retainUntil: '2046-11-20',
  ...over,
});
const fold = (...facts: FactOnFile[]) => investorOnFile(facts, now, today);

test('[RK81] every kind of fact reaches the judge in fen and years', () => {
  const folded = fold(
    fact('FINANCIAL_ASSETS', { amountFen: 500_000_000 }),
    fact('HOUSEHOLD_FINANCIAL_ASSETS', { amountFen: 600_000_000 }),
    fact('HOUSEHOLD_NET_FINANCIAL_ASSETS', { amountFen: 300_000_000 }),
    fact('AVERAGE_INCOME', { amountFen: 40_000_000 }),
    fact('INVESTING', { months: 24 }),
    fact('MATCHING_WORK', { months: 11 }),
    fact('HOUSEHOLD_INCOME', { amountFen: 80_000_000 }),
    fact('INSURANCE_BUDGET', { amountFen: 5_000_000 }),
    fact('CHANGE', { recordedAt: at('2026-11-21T10:00:00') }),
  );
  expect(folded).toEqual({
    investor: {
      financialAssetsFen: 500_000_000,
      householdFinancialAssetsFen: 600_000_000,
      householdNetFinancialAssetsFen: 300_000_000,
      averageIncomeFen: 40_000_000,
      yearsInvesting: 2,
      yearsInMatchingWork: 11 / 12,
      asksToBe: null,
      isAccepted: null,
    },
    householdIncomeFen: 80_000_000,
    budgetFen: 5_000_000,
    changedAt: at('2026-11-21T10:00:00'),
  });
});

test('[RK81] a proof counts through its corresponding date, and not the day after', () => {
  const proved = (documentDate: string) =>
    fold(fact('FINANCIAL_ASSETS', { amountFen: 1, documentDate })).investor?.financialAssetsFen ?? null;
  expect([proved('2025-11-23'), proved('2025-11-22')]).toEqual([1, null]);
  expect(fold(fact('INVESTING', { months: 30, documentDate: '2010-01-01' })).investor?.yearsInvesting).toBe(
    2.5,
  );
});

test('[RK81] the newest counts, a fact without a value takes the one before back, in any order of arrival', () => {
  const facts = [
    fact('FINANCIAL_ASSETS', { amountFen: 3, recordedAt: 1 }),
    fact('FINANCIAL_ASSETS', { amountFen: 5, recordedAt: 2, id: 'a' }),
    fact('FINANCIAL_ASSETS', { amountFen: 7, recordedAt: 2, id: 'b' }),
    fact('AVERAGE_INCOME', { amountFen: 9, recordedAt: 1 }),
    fact('AVERAGE_INCOME', { recordedAt: 2 }),
    fact('HOUSEHOLD_INCOME', { amountFen: 9, recordedAt: now + 1 }),
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(facts, { minLength: facts.length }), (order) => {
      const { investor, householdIncomeFen } = fold(...order);
      expect([investor?.financialAssetsFen, investor?.averageIncomeFen, householdIncomeFen]).toEqual([
        7,
        null,
        null,
      ]);
    }),
  );
  expect(fold().investor).toBeNull();
});

test.each([
  ['accepted after the request', 2, 'PROFESSIONAL', 'ACCEPTED', true],
  ['declined after the request', 2, 'PROFESSIONAL', 'DECLINED', false],
  ['decided before the request', 0, 'PROFESSIONAL', 'ACCEPTED', null],
] as const)('[RK81] a request %s', (_name, recordedAt, asked, choice, expected) => {
  const { investor } = fold(
    fact('REQUEST', { choice: asked, recordedAt: 1 }),
    fact('DECISION', { choice, recordedAt }),
  );
  expect([investor?.asksToBe, investor?.isAccepted]).toEqual(['PROFESSIONAL', expected]);
});

const whole: GivenFact = {
  ...nothing,
  what: 'FINANCIAL_ASSETS',
  amountFen: 500_000_000,
  documentKind: 'ASSET_STATEMENT',
  documentDate: '2026-11-01',
  evidence: '银行出具，原件已核对',
};
test.each<[string, Partial<GivenFact>, string[]]>([
  ['whole', {}, []],
  ['no document', { documentKind: null }, ['NO_DOCUMENT']],
  ['a document that proves something else', { documentKind: 'WORK_PROOF' }, ['NO_DOCUMENT']],
  ['no day', { documentDate: null }, ['NO_DATE']],
  ['dated today', { documentDate: today }, []],
  ['dated tomorrow', { documentDate: '2026-11-24' }, ['FUTURE_DATE']],
  ['nothing said', { evidence: ' ' }, ['NO_EVIDENCE']],
  ['a value of another kind', { months: 24 }, ['WRONG_VALUE']],
  ['without a value', { amountFen: null }, ['NO_VALUE']],
  [
    'a request without signature',
    { what: 'REQUEST', amountFen: null, choice: 'PROFESSIONAL', documentKind: 'WRITTEN_REQUEST' },
    ['NO_SIGNATURE'],
  ],
  [
    'a request answered instead of made',
    {
      what: 'REQUEST',
      amountFen: null,
      choice: 'ACCEPTED',
      documentKind: 'WRITTEN_REQUEST',
      signaturePath: 'M',
    },
    ['WRONG_VALUE'],
  ],
  ['a change', { what: 'CHANGE', amountFen: null, documentKind: 'CLIENT_STATEMENT' }, []],
])('[RK82] a fact %s', (_name, over, faults) => {
  expect(factFaults({ ...whole, ...over }, today, false)).toEqual(faults);
});

test('[RK82] taking a fact back is said, needs its reason only, and names no value', () => {
  const back = { ...nothing, what: 'FINANCIAL_ASSETS', evidence: '客户要求更正' } as const;
  expect(factFaults(back, today, true)).toEqual([]);
  expect(factFaults(back, today, false)).toContain('NO_VALUE');
  expect(factFaults({ ...back, evidence: ' ' }, today, true)).toEqual(['NO_EVIDENCE']);
  expect(factFaults({ ...back, amountFen: 1 }, today, true)).toEqual(['WRONG_VALUE']);
});

test('[RK82] every document that proves something has a name', () => {
  for (const { documents } of Object.values(investorDocuments.facts))
    for (const code of documents) expect(Object.keys(investorDocuments.kinds)).toContain(code);
});
