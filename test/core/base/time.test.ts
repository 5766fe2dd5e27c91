import { describe, expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  ageOn,
  businessDayOf,
  daysBetween,
  isBusinessDay,
  minuteOfDay,
  startOfDay,
  weekdayOf,
} from '#core/base/time.ts';

const at = (iso: string): number => Date.parse(iso);

describe('business days are days in Shanghai', () => {
  test.each([
    ['2026-11-22T15:59:59.999Z', '2026-11-22'],
    ['2026-11-22T16:00:00.000Z', '2026-11-23'],
    ['2026-12-31T16:00:00.000Z', '2027-01-01'],
  ])('%s lies in %s', (iso, day) => {
    expect(businessDayOf(at(iso))).toBe(day);
  });

  test('a day starts at 00:00 Shanghai and minutes count from there', () => {
    expect(startOfDay('2026-11-23')).toBe(at('2026-11-23T00:00:00+08:00'));
    expect(minuteOfDay(at('2026-11-23T09:01:59+08:00'))).toBe(541);
  });

  test.each([
    ['2026-11-23', 1],
    ['2026-11-22', 7],
    ['1969-12-31', 3],
  ])('%s is weekday %i', (day, weekday) => {
    expect(weekdayOf(day)).toBe(weekday);
  });
});

describe('corresponding dates (Civil Code 201–202)', () => {
  test.each([
    ['2026-11-22', 12, '2027-11-22'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2026-08-31', 6, '2027-02-28'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2026-03-31', -1, '2026-02-28'],
  ])('%s plus %i months is %s', (day, months, expected) => {
    expect(addMonths(day, months)).toBe(expected);
  });

  test('days add across months and count back', () => {
    expect(addDays('2028-02-28', 2)).toBe('2028-03-01');
    expect(daysBetween('2026-01-01', '2027-01-01')).toBe(365);
  });

  test.each([
    ['1961-11-23', '2026-11-22', 64],
    ['1961-11-23', '2026-11-23', 65],
    ['2008-02-29', '2026-02-28', 17],
    ['2008-02-29', '2026-03-01', 18],
  ])('born %s, on %s aged %i', (birth, day, age) => {
    expect(ageOn(birth, day)).toBe(age);
  });

  test.each([
    ['2026-02-29', false],
    ['2028-02-29', true],
    ['2026-13-01', false],
    ['26-1-1', false],
  ])('%s is a day: %s', (text, expected) => {
    expect(isBusinessDay(text)).toBe(expected);
  });
});
