import { addDays, addMonths, weekdayOf, type BusinessDay } from '#core/base/time.ts';

/** Returns the weeks a month's page shows, Monday first, filled up with the days before and after it. */
export function monthGrid(first: BusinessDay): BusinessDay[][] {
  const from = addDays(first, 1 - weekdayOf(first));
  const last = addDays(addMonths(first, 1), -1);
  const weeks: BusinessDay[][] = [];
  for (let monday = from; monday <= last; monday = addDays(monday, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, at) => addDays(monday, at)));
  }
  return weeks;
}

/** Returns the first day of the month a day lies in. */
export function firstOfMonth(day: BusinessDay): BusinessDay {
  return `${day.slice(0, 7)}-01`;
}
