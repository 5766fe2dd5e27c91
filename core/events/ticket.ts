import type { Random } from '#core/base/ids.ts';

/** Letters a person cannot mistake when reading a code aloud (Crockford base 32: no I, L, O, U). */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const checkLetters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** A code without a seal, as events made without a key have them: `ZK`, 50 random bits, a check character. */
const plain = { prefix: 'ZK', random: 10, seal: 0 } as const;
/** A sealed code: `ZS`, 40 random bits, 25 bits of seal, a check character: what fits the smallest QR code. */
const sealed = { prefix: 'ZS', random: 8, seal: 5 } as const;
const forms = [sealed, plain];

type Form = (typeof forms)[number];

/** Seals a text with an event's key: bytes that nobody without the key can tell (HMAC); passed in because core owns no crypto. */
export type Seal = (text: string) => Uint8Array;

/**
 * Makes a ticket code of 13 characters, or of 16 with a seal, that every keyboard-wedge scanner types and that say
 * nothing about the guest. `random` must be fit for secrets.
 */
export function makeTicketCode(random: Random, seal: Seal | null = null): string {
  const { prefix, random: length } = seal ? sealed : plain;
  const picks = Array.from({ length }, () => letters[Math.floor(random() * letters.length)] ?? '0');
  const nonce = prefix + picks.join('');
  const body = seal ? nonce + sealLetters(seal(nonce)) : nonce;
  return body + checkCharacter(body);
}

/** True when the text is a whole code with the right check character, sealed or not. */
export function isTicketCode(text: string): boolean {
  const form = forms.find(({ prefix }) => text.startsWith(prefix));
  if (!form || text.length !== lengthOf(form) || !/^[0-9A-Z]+$/.test(text)) return false;
  return checkCharacter(text.slice(0, -1)) === text.at(-1);
}

/** True when a code bears the seal of the key behind `seal`: its event issued it, whether or not a list here knows it. */
export function isSealedBy(code: string, seal: Seal): boolean {
  if (!isTicketCode(code) || !code.startsWith(sealed.prefix)) return false;
  const nonce = code.slice(0, sealed.prefix.length + sealed.random);
  return code.slice(nonce.length, -1) === sealLetters(seal(nonce));
}

/**
 * Returns the distinct ticket codes in what a scanner typed: scanner prefixes and suffixes, a code sent twice in
 * one go, lower case, and the full-width characters of a Chinese input method do no harm.
 */
export function readTicketCodes(typed: string): string[] {
  const text = scannedText(typed);
  const found = new Set<string>();
  let from = 0;
  while (from < text.length) {
    const code = forms.map((form) => text.slice(from, from + lengthOf(form))).find(isTicketCode);
    if (code !== undefined) found.add(code);
    from += code?.length ?? 1;
  }
  return [...found];
}

/** Returns what a scanner typed as codes are compared: capital letters and digits, whatever their width, nothing else. */
export function scannedText(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '');
}

function lengthOf({ prefix, random, seal }: Form): number {
  return prefix.length + random + seal + 1;
}

/** Five bits a letter, from the first byte on. */
function sealLetters(bytes: Uint8Array): string {
  const bits = [...bytes.subarray(0, 4)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return Array.from(
    { length: sealed.seal },
    (_, place) => letters[Number.parseInt(bits.slice(place * 5, place * 5 + 5), 2)] ?? '0',
  ).join('');
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
