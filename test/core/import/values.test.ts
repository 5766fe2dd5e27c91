import { expect, test } from 'vitest';
import { cellText } from '#core/import/cell.ts';
import { dateOfSerial, isDateFormat } from '#core/import/excel-date.ts';
import { findHeaderRow } from '#core/import/header.ts';
import { originOfText } from '#core/import/source.ts';
import { headerKey, nameHeaders, suggestMapping } from '#core/import/suggest.ts';
import { readDay, readFen, readInstant } from '#core/import/values.ts';

test.each([
  ['1990-02-03', '1990-02-03'],
  ['1990/2/3', '1990-02-03'],
  ['1990年2月3日', '1990-02-03'],
  ['19900203', '1990-02-03'],
  ['1990-02-03 00:00:00', '1990-02-03'],
  ['13/2/1990', '1990-02-13'],
  ['2/13/1990', '1990-02-13'],
  ['2/2/1990', '1990-02-02'],
])('[IM2] "%s" is the day %s', (text, day) => {
  expect(readDay(text)).toEqual({ ok: true, value: day });
});

test.each([
  ['90-2-3', 'BAD_DATE'],
  ['32907', 'BAD_DATE'],
  ['1899-01-01', 'BAD_DATE'],
  ['2/3/1990', 'AMBIGUOUS_DATE'],
])('[IM2] "%s" is no day: %s', (text, error) => {
  expect(readDay(text)).toEqual({ ok: false, error });
});

test('[IM2] a day with a time is an instant in Shanghai', () => {
  expect(readInstant('2026-11-23 10:30')).toEqual({
    ok: true,
    value: Date.parse('2026-11-23T10:30:00+08:00'),
  });
});

test.each([
  ['1,234.56', 123_456],
  ['¥12.5万', 12_500_000],
  ['1.2亿', 12_000_000_000],
  ['(300)', -30_000],
  ['－5.005', -501],
  ['12元', 1200],
])('[IM2] "%s" is %i fen', (text, fen) => {
  expect(readFen(text)).toEqual({ ok: true, value: fen });
});

test('[IM3] numbers are written by value, and in an exponent only where their digits are gone already', () => {
  expect([13_800_010_001, 1.5, -3, 310_101_199_003_070_000, 0.1 + 0.2].map(cellText)).toEqual([
    '13800010001',
    '1.5',
    '-3',
    '3.1010119900307e+17',
    '0.3',
  ]);
});

test('[IM2] serial days of both systems, and formats that only look like dates', () => {
  expect(dateOfSerial(32_907, false)).toBe('1990-02-03');
  expect(dateOfSerial(31_445, true)).toBe('1990-02-03');
  expect(dateOfSerial(1, false)).toBe('1900-01-01');
  expect(dateOfSerial(45_000.5, false)).toBe('2023-03-15 12:00');
  expect(dateOfSerial(0.5, false)).toBeNull();
  expect([14, 22, 31].map((id) => isDateFormat(id, undefined))).toEqual([true, true, true]);
  expect(isDateFormat(170, 'yyyy"年"m"月"')).toBe(true);
  expect(isDateFormat(171, '0.00"d"')).toBe(false);
  expect(isDateFormat(172, '[Red]#,##0')).toBe(false);
  expect(isDateFormat(20, undefined)).toBe(false);
});

test('[IM1] headers in both languages, remarks in brackets, doubles and sensitive columns', () => {
  const headers = nameHeaders([
    '客户姓名（必填）',
    'Mobile No.',
    '备用电话',
    '身份证号',
    '',
    '备注',
    '备注',
    'Wi-Fi',
  ]);
  expect(headers).toEqual([
    '客户姓名（必填）',
    'Mobile No.',
    '备用电话',
    '身份证号',
    'E',
    '备注',
    '备注 (2)',
    'Wi-Fi',
  ]);
  expect(suggestMapping(headers, []).map(({ target }) => target)).toEqual([
    'name',
    'phone',
    'phone',
    'drop',
    'extra',
    'extra',
    'extra',
    'drop',
  ]);
  expect(headerKey(['B', 'a'])).toBe(headerKey(['A', 'b']));
});

test('[IM1] a file without headers is told from one with', () => {
  const row = (rowNo: number, ...cells: string[]) => ({ rowNo, cells });
  expect(findHeaderRow([row(1, '王伟', '13800010001'), row(2, '李娜', '13800010002')])).toBe(0);
  expect(findHeaderRow([row(1, '甲', '乙'), row(2, '李娜', '13800010002')])).toBe(1);
  expect(findHeaderRow([row(1, '名单', ''), row(3, '姓名', '手机'), row(4, 'x', 'y')])).toBe(3);
});

test.each([
  ['客户转介绍', 'REFERRAL'],
  ['APP', 'APP'],
  ['网上购买名单', 'PURCHASED'],
  ['未知', 'UNKNOWN'],
  ['某某项目', null],
])('[IM5] a source cell "%s" speaks of %s', (text, origin) => {
  expect(originOfText(text)).toBe(origin);
});
