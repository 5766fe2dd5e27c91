import { createHmac } from 'node:crypto';

type RandomBytes = (size: number) => Buffer;

/** Letters and digits that are not taken for one another when read aloud or typed. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const part = 3;

/** Returns `length` random characters of the alphabet, each as likely as any other. */
export function randomCode(randomBytes: RandomBytes, length: number): string {
  const even = 256 - (256 % alphabet.length);
  let code = '';
  while (code.length < length) {
    const [byte = 0] = randomBytes(1);
    if (byte < even) code += alphabet[byte % alphabet.length];
  }
  return code;
}

/** Returns a one-time code for a tenant: its directory part, then 30 random bits, as `ABC-DEF-GHJ`. */
export function newEnrolmentCode(randomBytes: RandomBytes, directoryCode: string): string {
  return `${directoryCode}-${randomCode(randomBytes, part)}-${randomCode(randomBytes, part)}`;
}

/** Returns a typed code without its hyphens, spaces and case, or null where it cannot be one. */
export function readCode(typed: string): { readonly directoryCode: string; readonly code: string } | null {
  const code = plain(typed);
  if (code.length !== part * 3 || [...code].some((letter) => !alphabet.includes(letter))) return null;
  return { directoryCode: code.slice(0, part), code };
}

/** Returns the branch a typed code claims to be of, whether or not there is one. */
export function branchPart(typed: string): string {
  return plain(typed).slice(0, part);
}

/** Hashes a code for storage; keyed, since thirty bits alone could be guessed from a copy of the table. */
export function hashCode(secret: Buffer, code: string): Buffer {
  return createHmac('sha256', secret).update(`enrolment\n${code}`).digest();
}

function plain(typed: string): string {
  return typed.toUpperCase().replaceAll(/[\s\-‐-―_.]/g, '');
}
