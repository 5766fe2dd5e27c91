import {
  addDays,
  businessDayOf,
  minuteMs,
  minuteOfDay,
  startOfDay,
  type BusinessDay,
  type Instant,
} from '#core/base/time.ts';

/** Says whether a Shanghai day is worked on the mainland: public holidays are not, make-up weekends are. */
export type IsWorkday = (day: BusinessDay) => boolean;

/** Minutes since midnight, from inclusive, to exclusive. */
export type Window = readonly [number, number];
export interface Hours {
  readonly workday: readonly Window[];
  readonly restDay: readonly Window[];
}

/** Longest stretch searched for an opening; mainland holidays last 9 days at most. */
const searchDays = 40;

/** Returns true when the minute lies in a window of the kind of day that `day` is. */
export function isOpenAt(hours: Hours, at: Instant, isWorkday: IsWorkday): boolean {
  return isInside(windowsOn(hours, businessDayOf(at), isWorkday), minuteOfDay(at));
}

/** Returns true when the minute lies in a workday window, whatever day it is. */
export function isOfficeMinute(hours: Hours, at: Instant): boolean {
  return isInside(hours.workday, minuteOfDay(at));
}

/** Returns `from` when open then, else the next opening; null when none comes within 40 days. */
export function nextOpening(hours: Hours, from: Instant, isWorkday: IsWorkday): Instant | null {
  const firstDay = businessDayOf(from);
  for (let offset = 0; offset < searchDays; offset += 1) {
    const day = addDays(firstDay, offset);
    for (const [opens, closes] of windowsOn(hours, day, isWorkday)) {
      const start = startOfDay(day) + opens * minuteMs;
      if (from < startOfDay(day) + closes * minuteMs) return Math.max(from, start);
    }
  }
  return null;
}

function windowsOn(hours: Hours, day: BusinessDay, isWorkday: IsWorkday): readonly Window[] {
  return isWorkday(day) ? hours.workday : hours.restDay;
}

function isInside(windows: readonly Window[], minute: number): boolean {
  return windows.some(([opens, closes]) => minute >= opens && minute < closes);
}
