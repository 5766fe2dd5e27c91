import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { RandomBytes } from '#db/vault.ts';

/** Seals small secrets (a telephone password) under a key drawn from the vault's, so that no row holds them in plain. */
export interface SecretBox {
  /** `purpose` binds a secret to its place: opened for another purpose it stays shut. */
  readonly seal: (purpose: string, secret: string) => string;
  /** The secret; null where it is damaged, or was sealed for another purpose or under another vault. */
  readonly open: (purpose: string, sealed: string) => string | null;
}

const algorithm = 'aes-256-gcm';

/** Makes the box of an open store. The store's key itself is not kept: the box has one of its own (HKDF). */
export function secretBox(storeKey: Uint8Array, randomBytes: RandomBytes): SecretBox {
  const key = new Uint8Array(hkdfSync('sha256', storeKey, '', 'zhike secret box', 32));
  return {
    seal: (purpose, secret) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(purpose));
      const parts = [nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()];
      return Buffer.concat(parts).toString('base64');
    },
    open: (purpose, sealed) => {
      const bytes = Buffer.from(sealed, 'base64');
      try {
        const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, 12)).setAAD(Buffer.from(purpose));
        decipher.setAuthTag(bytes.subarray(-16));
        return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
      } catch {
        return null;
      }
    },
  };
}
