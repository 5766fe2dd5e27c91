import { createCipheriv, createDecipheriv, createHash, hkdfSync } from 'node:crypto';
import { hashRaw } from '@node-rs/argon2';
import { z } from 'zod';
import { fail, ok, type Result } from '#core/base/result.ts';
import { normalisePassphrase } from '#core/session/passphrase.ts';
import { readTextFile, replaceFile } from '#db/vault-file.ts';
import { formatRecoveryKey, parseRecoveryKey } from '#db/vault-recovery.ts';

const version = 1;
const base64 = z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/);
const sealedSchema = z.object({ nonce: base64, sealed: base64 });
const costSchema = z.object({
  memoryKiB: z.int().min(8).max(4_194_304),
  passes: z.int().min(1).max(100),
  lanes: z.int().min(1).max(16),
});

/** What lies in `key.json`: the store key, three times wrapped, readable by nobody without one of the three. */
const keyFileSchema = z.object({
  version: z.literal(version),
  /** Binds the wrapped copies to this file: a copy moved from another book does not open. */
  vaultId: base64,
  passphrase: sealedSchema.extend({ kdf: z.literal('argon2id'), salt: base64, cost: costSchema }),
  recovery: sealedSchema.extend({ salt: base64 }),
  keychain: z.object({ sealed: base64 }).nullable(),
});
export type KeyFile = z.infer<typeof keyFileSchema>;
export type KdfCost = z.infer<typeof costSchema>;

/** The operating system's secret store (Keychain, DPAPI, libsecret). Rejects when it is locked or absent. */
export interface Keychain {
  readonly encrypt: (plain: Uint8Array) => Promise<Uint8Array>;
  readonly decrypt: (sealed: Uint8Array) => Promise<Uint8Array>;
}

/** Returns that many random bytes fit for keys; passed in so that tests own it. */
export type RandomBytes = (size: number) => Uint8Array;

export interface VaultTools {
  readonly randomBytes: RandomBytes;
  readonly keychain?: Keychain | undefined;
  readonly cost?: KdfCost | undefined;
}

/** 64 MiB and three passes: RFC 9106's second recommended setting, about 0.15 s on an office laptop. */
export const standardCost: KdfCost = { memoryKiB: 65_536, passes: 3, lanes: 1 };

/** Makes a new random 256-bit store key and its key file; the recovery key is in no file and shown once. */
export async function createVault(
  passphrase: string,
  tools: VaultTools,
): Promise<{ keyFile: KeyFile; key: Uint8Array; recoveryKey: string }> {
  const key = tools.randomBytes(32);
  return { key, ...(await sealVault(key, passphrase, tools)) };
}

/** Wraps a known store key anew: new passphrase, new recovery key; what was wrapped before opens nothing. */
export async function sealVault(
  key: Uint8Array,
  passphrase: string,
  tools: VaultTools,
): Promise<{ keyFile: KeyFile; recoveryKey: string }> {
  const { randomBytes, keychain, cost = standardCost } = tools;
  const vaultId = toBase64(randomBytes(16));
  const salt = randomBytes(16);
  const stretched = await stretchPassphrase(passphrase, salt, cost);
  const recoveryBytes = randomBytes(20);
  const recoverySalt = randomBytes(16);
  const keyFile: KeyFile = {
    version,
    vaultId,
    passphrase: {
      kdf: 'argon2id',
      salt: toBase64(salt),
      cost,
      ...seal(key, stretched, `${vaultId} passphrase`, randomBytes),
    },
    recovery: {
      salt: toBase64(recoverySalt),
      ...seal(key, expand(recoveryBytes, recoverySalt), `${vaultId} recovery`, randomBytes),
    },
    keychain: await sealInKeychain(key, keychain),
  };
  return { keyFile, recoveryKey: formatRecoveryKey(recoveryBytes) };
}

/** Unwraps the store key with the passphrase; takes the key file's argon2id cost (about 0.15 s). */
export async function openWithPassphrase(
  { vaultId, passphrase: { salt, cost, ...box } }: KeyFile,
  passphrase: string,
): Promise<Result<Uint8Array, 'WRONG_PASSPHRASE'>> {
  const key = unseal(
    box,
    await stretchPassphrase(passphrase, fromBase64(salt), cost),
    `${vaultId} passphrase`,
  );
  return key ? ok(key) : fail('WRONG_PASSPHRASE');
}

/** Unwraps the store key with the recovery key; tells a typing slip from a key that belongs elsewhere. */
export function openWithRecoveryKey(
  { vaultId, recovery: { salt, ...box } }: KeyFile,
  text: string,
): Result<Uint8Array, 'MISTYPED' | 'WRONG_RECOVERY_KEY'> {
  const parsed = parseRecoveryKey(text);
  if (!parsed.ok) return parsed;
  const key = unseal(box, expand(parsed.value, fromBase64(salt)), `${vaultId} recovery`);
  return key ? ok(key) : fail('WRONG_RECOVERY_KEY');
}

/** Unwraps the store key with the OS keychain; null where there is no such copy or the keychain does not give it. */
export async function openWithKeychain(
  { keychain: box }: KeyFile,
  keychain: Keychain,
): Promise<Uint8Array | null> {
  if (!box) return null;
  try {
    const key = await keychain.decrypt(fromBase64(box.sealed));
    return key.length === 32 ? key : null;
  } catch {
    return null;
  }
}

/** Writes the key file atomically, with a checksum so that damage is told from a wrong passphrase. */
export function writeKeyFile(file: string, keyFile: KeyFile): void {
  const body = JSON.stringify(keyFile);
  replaceFile(file, `${JSON.stringify({ ...keyFile, check: checkOf(body) }, null, 2)}\n`);
}

/** Reads the key file. Never writes. Throws system errors other than a missing file. */
export function readKeyFile(
  file: string,
): Result<KeyFile, 'KEY_MISSING' | 'KEY_UNREADABLE' | 'NEWER_SCHEMA'> {
  const text = readTextFile(file);
  if (text === null) return fail('KEY_MISSING');
  try {
    const { check, ...content } = JSON.parse(text) as Record<string, unknown>;
    if (typeof content['version'] === 'number' && content['version'] > version) return fail('NEWER_SCHEMA');
    const parsed = keyFileSchema.safeParse(content);
    if (!parsed.success || check !== checkOf(JSON.stringify(content))) return fail('KEY_UNREADABLE');
    return ok(parsed.data);
  } catch {
    return fail('KEY_UNREADABLE');
  }
}

async function sealInKeychain(key: Uint8Array, keychain: Keychain | undefined): Promise<KeyFile['keychain']> {
  if (!keychain) return null;
  try {
    return { sealed: toBase64(await keychain.encrypt(key)) };
  } catch {
    return null;
  }
}

/** Makes a key of 32 bytes of a passphrase with argon2id: 2 is the library's name for it, an ambient const enum that erasable syntax cannot name. */
export function stretchPassphrase(
  passphrase: string,
  salt: Uint8Array,
  { memoryKiB, passes, lanes }: KdfCost,
): Promise<Uint8Array> {
  return hashRaw(normalisePassphrase(passphrase), {
    algorithm: 2,
    memoryCost: memoryKiB,
    timeCost: passes,
    parallelism: lanes,
    outputLen: 32,
    salt,
  });
}

/** A recovery key is random already, so one hash suffices and no slow one is needed. */
function expand(recoveryBytes: Uint8Array, salt: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', recoveryBytes, salt, 'zhike recovery key', 32));
}

function seal(
  plain: Uint8Array,
  key: Uint8Array,
  purpose: string,
  randomBytes: RandomBytes,
): z.infer<typeof sealedSchema> {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(purpose));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return { nonce: toBase64(nonce), sealed: toBase64(sealed) };
}

function unseal(box: z.infer<typeof sealedSchema>, key: Uint8Array, purpose: string): Uint8Array | null {
  const sealed = fromBase64(box.sealed);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, fromBase64(box.nonce)).setAAD(Buffer.from(purpose));
    decipher.setAuthTag(sealed.subarray(-16));
    return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  } catch {
    return null;
  }
}

function checkOf(body: string): string {
  return createHash('sha256').update(body).digest('hex');
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function fromBase64(text: string): Uint8Array {
  return Buffer.from(text, 'base64');
}
