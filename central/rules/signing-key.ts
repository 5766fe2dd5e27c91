import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  sign,
  type KeyObject,
} from 'node:crypto';

/** What comes before the 32 bytes of an Ed25519 private key in PKCS #8 (RFC 8410). */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex');
const keyBytes = 32;

/** A key that signs what an institution publishes. */
export interface Signer {
  /** 32 bytes, base64url. */
  readonly publicKey: string;
  /** Ed25519 over the text, base64url. */
  readonly sign: (text: string) => string;
}

/**
 * The key a branch begins with. It follows from the tenant's secret, which every backup holds: after a restore devices
 * still know the key they pinned. Whoever can read the centre's database can sign with it, until another is announced.
 */
export function firstSigner(secret: Buffer): Signer {
  return signerFromSecret(secret, 'zhike rule versions');
}

/** Returns the key that follows from a tenant's secret for one use. */
export function signerFromSecret(secret: Buffer, use: string): Signer {
  const seed = Buffer.from(hkdfSync('sha256', secret, '', use, keyBytes));
  return signerOf(createPrivateKey({ key: Buffer.concat([pkcs8Head, seed]), format: 'der', type: 'pkcs8' }));
}

/** Reads a key from the text of its file; null where it is none that can sign here. */
export function readSigner(pem: string): Signer | null {
  try {
    const key = createPrivateKey(pem);
    return key.asymmetricKeyType === 'ed25519' ? signerOf(key) : null;
  } catch {
    return null;
  }
}

/** Makes a key of its own, as the text of a file (PKCS #8, PEM): what nobody else holds nobody else can sign with. */
export function newSignerFile(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
}

function signerOf(key: KeyObject): Signer {
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return {
    publicKey: spki.subarray(-keyBytes).toString('base64url'),
    sign: (text) => sign(null, Buffer.from(text), key).toString('base64url'),
  };
}
