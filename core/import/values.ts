import { isBusinessDay, startOfDay, minuteMs, type BusinessDay, type Instant } from '#core/base/time.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import type { IssueCode } from '#core/import/target.ts';
import { foldWord, importWords } from '#core/import/words.ts';

const emptyWords = new Set(importWords.values.empty.map((word) => word.toLowerCase()));

/** True for what people write when they have nothing to write: 无, 暂无, N/A, -. */
export function isEmptyWord(text: string): boolean {
  return text === '' || emptyWords.has(text.normalize('NFKC').toLowerCase());
}

/** Finds which of a dictionary's codes a word stands for, or null. */
export function codeOf<Code extends string>(
  dictionary: Readonly<Record<Code, readonly string[]>>,
  text: string,
): Code | null {
  const folded = foldWord(text);
  for (const [code, words] of Object.entries(dictionary) as [Code, readonly string[]][]) {
    if (foldWord(code) === folded || words.some((word) => foldWord(word) === folded)) return code;
  }
  return null;
}

/** Reads a calendar day in the ways Chinese files write it. 3/4/1988 says neither month nor day: AMBIGUOUS_DATE. */
export function readDay(text: string): Result<BusinessDay, IssueCode> {
  const plain = text
    .normalize('NFKC')
    .trim()
    .replace(/[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?$/, '')
    .trim();
  const yearFirst =
    /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/.exec(plain) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(plain);
  if (yearFirst) return dayOf(yearFirst[1], yearFirst[2], yearFirst[3]);
  const yearLast = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(plain);
  if (!yearLast) return fail('BAD_DATE');
  const [first, second] = [Number(yearLast[1]), Number(yearLast[2])];
  if (first <= 12 && second <= 12 && first !== second) return fail('AMBIGUOUS_DATE');
  return first > 12
    ? dayOf(yearLast[3], yearLast[2], yearLast[1])
    : dayOf(yearLast[3], yearLast[1], yearLast[2]);
}

/** Reads a day with or without a time as an instant in Asia/Shanghai. */
export function readInstant(text: string): Result<Instant, IssueCode> {
  const day = readDay(text);
  if (!day.ok) return day;
  const time = /[T ](\d{1,2}):(\d{2})(?::(\d{2}))?/.exec(text.normalize('NFKC'));
  if (!time) return ok(startOfDay(day.value));
  const minutes = Number(time[1]) * 60 + Number(time[2]);
  if (Number(time[1]) > 23 || Number(time[2]) > 59) return fail('BAD_DATE');
  return ok(startOfDay(day.value) + minutes * minuteMs + Number(time[3] ?? 0) * 1000);
}

/** Reads an amount in yuan (`1,234.56`, `¥12.5万`, `(300)`) as fen. An exponent has lost digits. */
export function readFen(text: string): Result<number, IssueCode> {
  const plain = text.normalize('NFKC').replaceAll(/[\s,¥¥$]|人民币|rmb|cny|元/gi, '');
  if (/\de[+-]?\d+$/i.test(plain)) return fail('DIGITS_LOST');
  const found = /^(\(?)([-+]?)(\d+)(?:\.(\d*))?([万亿]?)\)?$/.exec(plain);
  if (!found) return fail('BAD_AMOUNT');
  const [, bracket, sign, whole = '0', fraction = '', unit] = found;
  const places = unit === '亿' ? 10 : unit === '万' ? 6 : 2;
  const digits = fraction.slice(0, places).padEnd(places, '0');
  const fen = Number(whole + digits) + (Number(fraction[places] ?? 0) >= 5 ? 1 : 0);
  if (!Number.isSafeInteger(fen)) return fail('BAD_AMOUNT');
  return ok(bracket || sign === '-' ? 0 - fen : fen);
}

function dayOf(year = '', month = '', date = ''): Result<BusinessDay, IssueCode> {
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  return isBusinessDay(day) && Number(year) >= 1900 ? ok(day) : fail('BAD_DATE');
}
