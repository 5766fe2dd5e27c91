import { addDays, type BusinessDay } from '#core/base/time.ts';

/**
 * Returns the days until the next birthday, 0 today, when it lies within `withinDays`; null otherwise.
 * Someone born on 29 February is congratulated on 28 February of a common year (S1.7).
 */
export function daysToBirthday(birthDay: BusinessDay, today: BusinessDay, withinDays: number): number | null {
  for (let ahead = 0; ahead <= withinDays; ahead += 1) {
    if (birthdaysOn(addDays(today, ahead)).includes(birthDay.slice(5))) return ahead;
  }
  return null;
}

/** Returns the `MM-DD` of birth that are celebrated on a day: two on 28 February of a common year. */
export function birthdaysOn(day: BusinessDay): string[] {
  const monthDay = day.slice(5);
  const isLastOfCommonFebruary = monthDay === '02-28' && addDays(day, 1).slice(5) === '03-01';
  return isLastOfCommonFebruary ? [monthDay, '02-29'] : [monthDay];
}
