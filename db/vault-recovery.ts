import { createHash } from 'node:crypto';
import { fail, ok, type Result } from '#core/base/result.ts';

/** Crockford's base32: no I, L, O or U, so that print and handwriting read back one way. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const keyBytes = 20;
const keyLetters = (keyBytes * 8) / 5;
const checkLetters = 4;

/** Writes 160 random bits as nine groups of four letters, the last group being a checksum. */
export function formatRecoveryKey(bytes: Uint8Array): string {
  if (bytes.length !== keyBytes) throw new Error(`A recovery key has ${keyBytes} bytes.`);
  const letters = encode(bytes) + checksumOf(bytes);
  return letters.match(/.{4}/g)?.join('-') ?? letters;
}

/** Reads a recovery key as people type it; `MISTYPED` when its checksum says that it was not copied right. */
export function parseRecoveryKey(text: string): Result<Uint8Array, 'MISTYPED'> {
  const letters = text
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\-‐-―_.]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  if (letters.length !== keyLetters + checkLetters) return fail('MISTYPED');
  const bytes = decode(letters.slice(0, keyLetters));
  if (!bytes || checksumOf(bytes) !== letters.slice(keyLetters)) return fail('MISTYPED');
  return ok(bytes);
}

function checksumOf(bytes: Uint8Array): string {
  const digest = createHash('sha256').update('zhike recovery key').update(bytes).digest();
  return encode(digest).slice(0, checkLetters);
}

function encode(bytes: Uint8Array): string {
  let letters = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      letters += alphabet[(held >>> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return letters;
}

function decode(letters: string): Uint8Array | null {
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (const letter of letters) {
    const value = alphabet.indexOf(letter);
    if (value < 0) return null;
    held = (held << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >>> bits) & 255);
      held &= (1 << bits) - 1;
    }
  }
  return Uint8Array.from(bytes);
}
