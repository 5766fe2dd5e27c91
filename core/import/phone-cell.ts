import { normalisePhone, type E164, type PhoneProblem } from '#core/clients/phone.ts';
import type { IssueCode } from '#core/import/target.ts';

/** What a phone cell held: the number to dial, and everything else worth keeping. */
export interface PhoneReading {
  readonly phone: E164 | null;
  readonly others: readonly string[];
  readonly issue: IssueCode | null;
}

const mobile = /^\+861[3-9]\d{9}$/;
const between = /[;,、|/\n\r]+|(?:(?!转|分机)\p{Script=Han})+/u;
const remark = /[([【][^\d)\]】]*[)\]】]/g;

const issues: Readonly<Record<PhoneProblem, IssueCode>> = {
  EMPTY: 'BAD_PHONE',
  LETTERS: 'BAD_PHONE',
  DIGITS_LOST: 'DIGITS_LOST',
  EXTENSION: 'PHONE_EXTENSION',
  LENGTH: 'BAD_PHONE',
  FAKE: 'FAKE_PHONE',
  UNKNOWN: 'BAD_PHONE',
};

/**
 * Reads a cell that may hold several numbers (IM3): the first mobile is taken, else the first that can be dialled;
 * the others are kept. With none, the issue says why; digits are never guessed.
 */
export function readPhoneCell(text: string): PhoneReading {
  const whole = normalisePhone(text);
  if (whole.ok) return { phone: whole.value, others: [], issue: null };
  const pieces = piecesOf(text);
  const read = pieces.map((piece) => ({ piece, result: normalisePhone(piece) }));
  const numbers = read.flatMap(({ result }) => (result.ok ? [result.value] : []));
  const phone = numbers.find((number) => mobile.test(number)) ?? numbers[0] ?? null;
  if (phone === null) {
    const problems = read.flatMap(({ result }) => (result.ok ? [] : [result.error]));
    const problem = problems.includes('DIGITS_LOST') ? 'DIGITS_LOST' : (problems[0] ?? whole.error);
    return { phone: null, others: [], issue: issues[problem] };
  }
  const others = read.map(({ piece, result }) => (result.ok ? result.value : piece.trim()));
  return { phone, others: [...new Set(others)].filter((other) => other !== phone), issue: null };
}

function piecesOf(text: string): string[] {
  const plain = text.normalize('NFKC').replaceAll(remark, ';');
  return plain.split(between).flatMap((part) => {
    if (part.trim() === '') return [];
    if (normalisePhone(part).ok) return [part];
    const words = part.trim().split(/\s+/);
    return words.length > 1 && words.some((word) => normalisePhone(word).ok) ? words : [part];
  });
}
