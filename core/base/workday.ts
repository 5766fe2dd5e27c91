import chineseDays from 'chinese-days';
import { addDays, type BusinessDay } from '#core/base/time.ts';

const known = new Map<BusinessDay, boolean>();

/**
 * Says whether a day is worked on the mainland: public holidays and their make-up workdays as announced by
 * the State Council, shipped with the `chinese-days` package; years not announced yet follow the weekend.
 */
export const isMainlandWorkday: (day: BusinessDay) => boolean = (day) => {
  let isWorkday = known.get(day);
  if (isWorkday === undefined) {
    // oxlint-disable-next-line import/no-named-as-default-member -- Node sees only the default of this CommonJS package
    isWorkday = chineseDays.isWorkday(day);
    known.set(day, isWorkday);
  }
  return isWorkday;
};

/** The first year of which the package knows the holidays is older than any workstation's book. */
const firstYear = 2020;
let lastYear: number | null = null;

/** Returns the last year whose public holidays and make-up workdays ship with the program; later years are guessed. */
export function workdaysKnownUntil(): number {
  if (lastYear === null) {
    lastYear = firstYear;
    // oxlint-disable-next-line import/no-named-as-default-member -- Node sees only the default of this CommonJS package
    while (chineseDays.getHolidaysInRange(`${lastYear + 1}-01-01`, `${lastYear + 1}-12-31`, false).length > 0)
      lastYear += 1;
  }
  return lastYear;
}

/** The longest run of days off that is looked across. */
const longestRest = 30;

/** Returns the last working day before a day; the day before where none is found within 30 days. */
export function lastWorkdayBefore(day: BusinessDay, isWorkday = isMainlandWorkday): BusinessDay {
  return workdayFrom(day, -1, isWorkday);
}

/** Returns the first working day after a day; the day after where none is found within 30 days. */
export function nextWorkdayAfter(day: BusinessDay, isWorkday = isMainlandWorkday): BusinessDay {
  return workdayFrom(day, 1, isWorkday);
}

function workdayFrom(day: BusinessDay, step: 1 | -1, isWorkday: (day: BusinessDay) => boolean): BusinessDay {
  for (let away = 1; away <= longestRest; away += 1) {
    const other = addDays(day, step * away);
    if (isWorkday(other)) return other;
  }
  return addDays(day, step);
}
