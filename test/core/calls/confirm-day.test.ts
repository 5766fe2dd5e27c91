import { expect, test } from 'vitest';
import { addDays, startOfDay } from '#core/base/time.ts';
import { nextWorkdayAfter } from '#core/base/workday.ts';
import { eventsUntilOf } from '#core/calls/candidates.ts';

/** The last day whose salons are to be confirmed on a day. */
function lastDayOn(today: string): string {
  const days = Array.from({ length: 40 }, (_, ahead) => addDays(today, ahead));
  return days.findLast((day) => startOfDay(day) < eventsUntilOf(today)) ?? '';
}

test.each([
  ['2026-11-18', '2026-11-20', 'an ordinary Wednesday: two days ahead'],
  ['2026-11-20', '2026-11-23', 'a Friday: Monday too'],
  ['2026-09-30', '2026-10-08', 'the day before the National Day rest: all of it, and the first day after'],
  ['2026-10-09', '2026-10-11', 'a Friday before a make-up Saturday: two days ahead'],
  ['2026-10-10', '2026-10-12', 'the make-up Saturday: Monday'],
])('[CQ93] on %s salons up to %s are confirmed: %s', (today, last) => {
  expect(lastDayOn(today)).toBe(last);
});

test('[CQ93] where no working day is found the next day is taken', () => {
  expect(nextWorkdayAfter('2026-11-20', () => false)).toBe('2026-11-21');
});
