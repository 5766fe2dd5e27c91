import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { fail, ok, type Result } from '#core/base/result.ts';

/** A number as dialled from anywhere: `+8613800138000`. */
export type E164 = string;

/**
 * Why a text is no phone number. `DIGITS_LOST`: a spreadsheet already rounded it (1.38E+10), the digits are gone;
 * `EXTENSION`: a switchboard extension cannot be kept in one number; `FAKE`: a placeholder such as 13333333333.
 */
export type PhoneProblem = 'EMPTY' | 'LETTERS' | 'DIGITS_LOST' | 'EXTENSION' | 'LENGTH' | 'FAKE' | 'UNKNOWN';

const label = /^(?:tel|phone|mobile|电话|手机|手机号|联系电话)[:\s]*/i;
const invisible = /[\p{Cf}\p{Z}\s]/gu;
const separators = /[-‐-―−.·・()[\]/_~]/g;
const mobile = /^1[3-9]\d{9}$/;

/**
 * Turns what a person or a file wrote into E.164: full-width digits, +86/0086, a leading 0 before a mobile,
 * separators. Well-formed is enough: test numbers of unassigned ranges pass, see `isAssignedPhone`.
 */
export function normalisePhone(text: string): Result<E164, PhoneProblem> {
  const plain = text.normalize('NFKC').trim().replace(label, '').replaceAll(invisible, '');
  if (plain === '') return fail('EMPTY');
  if (/^\d(?:\.\d+)?e\+?\d+$/i.test(plain)) return fail('DIGITS_LOST');
  if (/(?:转|分机|ext\.?|x)\d+$|[#,;]\d+$/i.test(plain)) return fail('EXTENSION');
  const dialled = plain.replace(/\.0+$/, '').replaceAll(separators, '');
  if (!/^\+?\d+$/.test(dialled)) return fail('LETTERS');
  return ofDigits(dialled.replace(/^00/, '+').replace(/^\+?86(?=1\d{10}$)/, ''));
}

/** True when the number lies in a range that an operator has been given; false for test ranges. */
export function isAssignedPhone(phone: E164): boolean {
  return parsePhoneNumberFromString(phone)?.isValid() ?? false;
}

/** Shows a number with its middle hidden: `138****5678`, `010****6666`; short numbers keep two digits at each end. */
export function maskPhone(phone: E164): string {
  const digits = nationalDigits(phone);
  const [head, tail] = digits.length >= 10 ? [3, 4] : [2, 2];
  return `${digits.slice(0, head)}****${digits.slice(-tail)}`;
}

/** Returns the digits a person would type or say: 13800138000, 01066668888; a foreign number without its +. */
export function nationalDigits(phone: E164): string {
  if (!phone.startsWith('+86')) return phone.replace(/^\+/, '');
  const digits = phone.slice(3);
  return mobile.test(digits) || /^[48]00/.test(digits) ? digits : `0${digits}`;
}

function ofDigits(dialled: string): Result<E164, PhoneProblem> {
  const local = dialled.replace(/^\+86/, '').replace(/^0(?=1[3-9]\d{9}$)/, '');
  if (isPlaceholder(local)) return fail('FAKE');
  if (mobile.test(local)) return ok(`+86${local}`);
  if (/^\+?1\d*$/.test(dialled) && !dialled.startsWith('+')) return fail('LENGTH');
  const parsed = parsePhoneNumberFromString(dialled, 'CN');
  if (!parsed) return fail('LENGTH');
  if (parsed.country === 'CN' ? !parsed.isValid() : !parsed.isPossible()) {
    return fail(parsed.isPossible() ? 'UNKNOWN' : 'LENGTH');
  }
  return ok(parsed.number);
}

/** Nine or more equal or counting digits at the end: what people type to get past a form. */
function isPlaceholder(digits: string): boolean {
  if (digits.length < 9) return false;
  const tail = Array.from(digits.slice(-9), Number);
  const steps = new Set(tail.slice(1).map((digit, index) => (digit - (tail[index] ?? 0) + 10) % 10));
  const [step] = steps;
  return steps.size === 1 && (step === 0 || step === 1 || step === 9);
}
