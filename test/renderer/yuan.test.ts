import { expect, test } from 'vitest';
import { fenOf } from '#renderer/lib/yuan.ts';

test('[RK82] an amount is the same in fen however far it is typed: with a point, with zeros at the end', () => {
  expect(['12', 12, '12.', '12.5', '12.50', '12.05', '0.0'].map(fenOf)).toEqual([
    1200, 1200, 1200, 1250, 1250, 1205, 0,
  ]);
});

test('[RK82] nothing typed, or no number, is no amount', () => {
  expect(['', '-', '十'].map(fenOf)).toEqual([null, null, null]);
});
