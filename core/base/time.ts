/** Milliseconds since 1970-01-01T00:00:00Z. Every stored and transmitted moment is one of these. */
export type Instant = number;

/** A calendar day in Asia/Shanghai, written `YYYY-MM-DD`. */
export type BusinessDay = string;

/** Returns the current instant; passed in wherever "now" matters, so that tests and simulations own time. */
export type Clock = () => Instant;

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** China has kept UTC+8 all year round since 1991, so the offset is a constant. */
const shanghaiOffsetMs = 8 * hourMs;

/** Returns the Asia/Shanghai day that contains the instant. */
export function businessDayOf(at: Instant): BusinessDay {
  return isoDay(at + shanghaiOffsetMs);
}

/** Returns the first instant of an Asia/Shanghai day. */
export function startOfDay(day: BusinessDay): Instant {
  return parseDay(day) - shanghaiOffsetMs;
}

/** Returns the day that lies `days` calendar days later (or earlier when negative). */
export function addDays(day: BusinessDay, days: number): BusinessDay {
  return isoDay(parseDay(day) + days * dayMs);
}

/** Returns the whole calendar days from one day to another; negative when `to` comes first. */
export function daysBetween(from: BusinessDay, to: BusinessDay): number {
  return Math.round((parseDay(to) - parseDay(from)) / dayMs);
}

/**
 * Returns the corresponding day `months` later, or that month's last day where there is none
 * (Civil Code 201–202: 2028-02-29 plus twelve months is 2029-02-28).
 */
export function addMonths(day: BusinessDay, months: number): BusinessDay {
  const [year, month, date] = partsOf(day);
  const index = year * 12 + (month - 1) + months;
  const toYear = Math.floor(index / 12);
  const toMonth = (index % 12) + 1;
  return formatDay(toYear, toMonth, Math.min(date, daysInMonth(toYear, toMonth)));
}

/** Returns completed years of age on a day; someone born on 29 February comes of age on 1 March of a common year. */
export function ageOn(birthDay: BusinessDay, day: BusinessDay): number {
  const [birthYear, birthMonth, birthDate] = partsOf(birthDay);
  const [year, month, date] = partsOf(day);
  const hadBirthday = month > birthMonth || (month === birthMonth && date >= birthDate);
  return year - birthYear - (hadBirthday ? 0 : 1);
}

/** Returns minutes since midnight in Asia/Shanghai, 0–1439. */
export function minuteOfDay(at: Instant): number {
  return Math.floor((at - startOfDay(businessDayOf(at))) / minuteMs);
}

/** Returns the weekday in Asia/Shanghai, 1 = Monday … 7 = Sunday. */
export function weekdayOf(day: BusinessDay): number {
  const sinceEpoch = Math.round(parseDay(day) / dayMs);
  return ((((sinceEpoch + 3) % 7) + 7) % 7) + 1;
}

/** True when the text is a day that exists in the calendar. */
export function isBusinessDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const [year, month, date] = partsOf(text);
  return month >= 1 && month <= 12 && date >= 1 && date <= daysInMonth(year, month);
}

/** Returns an instant as ISO 8601 in UTC, for logs, files and people's eyes outside a screen. */
export function toIso(at: Instant): string {
  // oxlint-disable-next-line no-restricted-globals -- formatting a given instant reads no clock
  return new Date(at).toISOString();
}

/** Returns an instant as date and time of Beijing to the second, for papers: 2026-11-23 10:00:00. */
export function beijingText(at: Instant): string {
  return toIso(at + shanghaiOffsetMs)
    .slice(0, 19)
    .replace('T', ' ');
}

/** Returns the instant of an ISO 8601 text with its offset; NaN where it is none. */
export function fromIso(text: string): Instant {
  // oxlint-disable-next-line no-restricted-globals -- reading a given instant reads no clock
  return Date.parse(text);
}

function isoDay(utcMs: number): BusinessDay {
  return toIso(utcMs).slice(0, 10);
}

function parseDay(day: BusinessDay): number {
  const [year, month, date] = partsOf(day);
  // oxlint-disable-next-line no-restricted-globals -- calendar arithmetic reads no clock
  return Date.UTC(year, month - 1, date);
}

function partsOf(day: BusinessDay): [number, number, number] {
  return [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10))];
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function formatDay(year: number, month: number, date: number): BusinessDay {
  return `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
}
