import { createPrivateKey, createPublicKey, hkdfSync, sign, type KeyObject } from 'node:crypto';

/** What comes before the 32 bytes of an Ed25519 private key in PKCS #8 (RFC 8410). */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex');
const keyBytes = 32;

/** Returns the institution's public key for rules as devices pin it: 32 bytes, base64url. */
export function ruleKeyOf(secret: Buffer): string {
  const spki = createPublicKey(privateKeyOf(secret)).export({ format: 'der', type: 'spki' });
  return spki.subarray(-keyBytes).toString('base64url');
}

/** Signs a text with the institution's key for rules; base64url. */
export function signRule(secret: Buffer, text: string): string {
  return sign(null, Buffer.from(text), privateKeyOf(secret)).toString('base64url');
}

/**
 * The key follows from the tenant's secret, which every backup holds: after a restore devices still know the key they
 * pinned. Whoever can read the centre's database can sign.
 */
function privateKeyOf(secret: Buffer): KeyObject {
  const seed = Buffer.from(hkdfSync('sha256', secret, '', 'zhike rule versions', keyBytes));
  return createPrivateKey({ key: Buffer.concat([pkcs8Head, seed]), format: 'der', type: 'pkcs8' });
}
