import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { writeSyncState } from '#db/changes/sync-state.ts';
import type { WritableDb } from '#db/handles.ts';
import { readSyncState } from '#db/queries/sync-state.ts';

/** Signs what this device takes out; the private key never leaves the encrypted store. */
export interface AuditKey {
  /** 32 bytes, base64url. */
  readonly publicKey: string;
  /** Ed25519 over the text, base64url. */
  readonly sign: (text: string) => string;
}

const keyName = 'auditKey';

/** Returns this device's key for sealed files, made the first time one is asked for. */
export function auditKeyOf(db: WritableDb): AuditKey {
  const saved = readSyncState<string>(db, keyName) ?? makeKey(db);
  const key = createPrivateKey({ key: Buffer.from(saved, 'base64'), format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return {
    publicKey: spki.subarray(-32).toString('base64url'),
    sign: (text) => sign(null, Buffer.from(text), key).toString('base64url'),
  };
}

function makeKey(db: WritableDb): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  const saved = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
  writeSyncState(db, keyName, saved);
  return saved;
}
