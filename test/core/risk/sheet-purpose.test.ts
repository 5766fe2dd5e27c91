import { expect, test } from 'vitest';
import { shippedBook } from '#core/risk/rule-book.ts';
import {
  generalSheetId,
  purposeFaults,
  purposeOfKind,
  purposeOfSheet,
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
