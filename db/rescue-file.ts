import { createCipheriv, createDecipheriv } from 'node:crypto';
import { readTextFile, replaceFile } from '#db/vault-file.ts';
import type { RandomBytes } from '#db/vault.ts';

const algorithm = 'aes-256-gcm';
const purpose = Buffer.from('zhike rescue file');

/**
 * Keeps a small value beside the store, sealed with the store's key, for the day the store cannot be read. A value that
 * is there already is not written again. Throws the system's error; the old content then stands.
 */
export function keepRescue(
  file: string,
  { key, value, randomBytes }: { key: Uint8Array; value: unknown; randomBytes: RandomBytes },
): void {
  const text = JSON.stringify(value);
  if (JSON.stringify(readRescue(file, key)) === text) return;
  const nonce = randomBytes(12);
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(purpose);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  const content = { nonce: Buffer.from(nonce).toString('base64'), sealed: sealed.toString('base64') };
  replaceFile(file, `${JSON.stringify(content)}\n`);
}

/** Reads the value back; null where there is none, it is damaged, or it was sealed with another key. */
export function readRescue(file: string, key: Uint8Array): unknown {
  try {
    const { nonce, sealed } = JSON.parse(readTextFile(file) ?? '') as Record<'nonce' | 'sealed', string>;
    const bytes = Buffer.from(sealed, 'base64');
    const decipher = createDecipheriv(algorithm, key, Buffer.from(nonce, 'base64')).setAAD(purpose);
    decipher.setAuthTag(bytes.subarray(-16));
    const plain = Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]);
    return JSON.parse(plain.toString('utf8')) as unknown;
  } catch {
    return null;
  }
}
