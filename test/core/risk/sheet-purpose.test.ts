import { expect, test } from 'vitest';
import { shippedBook, shippedRules as rules } from '#core/risk/rule-book.ts';
import { sheetOf } from '#core/risk/sheets.ts';
import { testPaper } from '#core/risk/test-paper.ts';
import { riskTestRow } from '#test/support/rows.ts';
import {
  generalSheetId,
  purposeFaults,
  purposeOfKind,
  purposeOfSheet,
  regimeOfSheet,
  sheetPurposes,
  testsFor,
} from '#core/risk/sheet-purpose.ts';

test('[RK83] every kind of product belongs to one purpose, every purpose has a sheet that ships', () => {
  expect(purposeFaults(sheetPurposes)).toEqual([]);
  for (const { sheet } of sheetPurposes)
    expect(shippedBook.sheets.some(({ name }) => name === sheet)).toBe(true);
  expect([purposeOfKind('PRIVATE_FUND'), purposeOfKind('FUND'), generalSheetId]).toEqual([
    'PRIVATE_FUND',
    'GENERAL',
    'default',
  ]);
  expect([purposeOfSheet('private-fund'), purposeOfSheet('unknown')]).toEqual(['PRIVATE_FUND', null]);
});

test('[RK83] a kind in two purposes or in none, and a sheet in two, are named', () => {
  const [general, funds] = sheetPurposes as [(typeof sheetPurposes)[number], (typeof sheetPurposes)[number]];
  expect(purposeFaults([general])).toEqual(['The kind PRIVATE_FUND belongs to no purpose.']);
  expect(purposeFaults([general, { ...funds, kinds: ['PRIVATE_FUND', 'TRUST'] }])).toEqual([
    'The kind TRUST belongs to two purposes.',
  ]);
  expect(purposeFaults([general, { ...funds, sheet: 'default' }])).toEqual([
    'The sheet default serves two purposes.',
  ]);
});

test('[RK83] a test of a sheet that serves no purpose gives no level', () => {
  const tests = [{ sheetId: 'default' }, { sheetId: 'private-fund' }, { sheetId: 'gone' }];
  expect(testsFor(tests, 'GENERAL')).toEqual([{ sheetId: 'default' }]);
  expect(testsFor(tests, 'PRIVATE_FUND')).toEqual([{ sheetId: 'private-fund' }]);
});

test.each([
  ['default', 'NFRA', /金融机构产品适当性管理办法》第29条/],
  ['private-fund', 'CSRC', /^（本机构政策）$/],
] as const)('[RK6] %s rests on %s, on its paper too', (sheetId, regime, basis) => {
  const sheet = sheetOf(sheetId, 1);
  if (!sheet) throw new Error('The sheet does not ship.');
  expect(regimeOfSheet(sheetId, rules)).toBe(regime);
  const test = { ...riskTestRow({ clientId: 'c', takenAt: 0 }), sheetId, answers: {} };
  const client = { name: '欧阳静怡', birthDay: null };
  const names = { id: 't', managerName: '林若溪', branchName: '示例支行', retainUntil: '2046-01-01' };
  const paper = testPaper({ ...names, test, attempt: null, sheet, client, rules }, 'zh-CN');
  const pairs = paper.blocks.flatMap((block) => (block.kind === 'pairs' ? block.pairs : []));
  expect(new Map(pairs).get('依据')).toMatch(basis);
});

test('[RK6] a sheet of no purpose is held to the stricter book', () => {
  expect(regimeOfSheet('of-no-purpose', rules)).toBe('NFRA');
});
