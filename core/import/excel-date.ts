import { addDays, type BusinessDay } from '#core/base/time.ts';

/** Number formats that are days by definition (ECMA-376 18.8.30, with the East Asian ones). */
const builtInDates = [
  [14, 17],
  [22, 22],
  [27, 31],
  [36, 36],
  [50, 58],
] as const;

/** True when a number format shows a day: a built-in one, or a written one with a year or a day outside quotes. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return builtInDates.some(([from, to]) => id >= from && id <= to);
  const bare = code.replaceAll(/"[^"]*"|\\.|\[[^\]]*\]|_.|\*./g, '').split(';')[0] ?? '';
  return /[yd年月日]/i.test(bare);
}

/**
 * Turns a spreadsheet's serial day into a date, with the minute where it has one. The 1900 system counts a
 * 29 February 1900 that never was; the 1904 system starts on 1904-01-01. Null below the first day (a mere time) and beyond 9999.
 */
export function dateOfSerial(serial: number, is1904: boolean): BusinessDay | null {
  if (!Number.isFinite(serial) || serial < 1 || serial > 2_958_465) return null;
  const whole = Math.floor(serial + 1e-9);
  const first = is1904 ? '1904-01-01' : whole < 60 ? '1899-12-31' : '1899-12-30';
  const day = addDays(first, whole);
  const minutes = Math.round((serial - whole) * 1440);
  if (minutes <= 0) return day;
  const clock = [Math.floor(minutes / 60) % 24, minutes % 60].map((part) => String(part).padStart(2, '0'));
  return `${day} ${clock.join(':')}`;
}
