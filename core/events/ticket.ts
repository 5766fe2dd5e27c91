import type { Random } from '#core/base/ids.ts';

/** Letters a person cannot mistake when reading a code aloud (Crockford base 32: no I, L, O, U). */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const checkLetters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const prefix = 'ZK';
const randomLength = 10;
const codeLength = prefix.length + randomLength + 1;

/**
 * Makes a ticket code: `ZK`, 50 random bits and a check character; 13 characters that every keyboard-wedge
 * scanner types and that say nothing about the guest. `random` must be fit for secrets.
 */
export function makeTicketCode(random: Random): string {
  const picks = Array.from(
    { length: randomLength },
    () => letters[Math.floor(random() * letters.length)] ?? '0',
  );
  const body = prefix + picks.join('');
  return body + checkCharacter(body);
}

/** True when the text is a whole code with the right check character. */
export function isTicketCode(text: string): boolean {
  if (text.length !== codeLength || !text.startsWith(prefix) || !/^[0-9A-Z]+$/.test(text)) return false;
  return checkCharacter(text.slice(0, -1)) === text.at(-1);
}

/**
 * Returns the distinct ticket codes in what a scanner typed: scanner prefixes and suffixes, a code sent twice in
 * one go, lower case, and the full-width characters of a Chinese input method do no harm.
 */
export function readTicketCodes(typed: string): string[] {
  const plain = typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '');
  const found = new Set<string>();
  let from = 0;
  while (from + codeLength <= plain.length) {
    const piece = plain.slice(from, from + codeLength);
    const isCode = isTicketCode(piece);
    if (isCode) found.add(piece);
    from += isCode ? codeLength : 1;
  }
  return [...found];
}

/** A scan and when it came. */
export interface ScanMoment {
  readonly code: string;
  readonly at: number;
}

/** How long the same code counts as the scanner stuttering rather than as a second scan, in milliseconds. */
export const echoMs = 1500;

/** True when a scan merely repeats the one before it, as scanners that send twice do. */
export function isEcho(last: ScanMoment | null, scan: ScanMoment): boolean {
  return last !== null && last.code === scan.code && Math.abs(scan.at - last.at) < echoMs;
}

/** ISO 7064 MOD 37,36: finds every single wrong character. */
function checkCharacter(body: string): string {
  let product = 36;
  for (const character of body) {
    const sum = (product + checkLetters.indexOf(character)) % 36 || 36;
    product = (sum * 2) % 37;
  }
  return checkLetters[(37 - product) % 36] ?? '0';
}
