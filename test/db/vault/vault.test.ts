import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import {
  createVault,
  openWithKeychain,
  openWithPassphrase,
  openWithRecoveryKey,
  readKeyFile,
  sealVault,
  standardCost,
  writeKeyFile,
  type KeyFile,
  type VaultTools,
} from '#db/vault.ts';
import { testFolder } from '#test/support/temporary.ts';

const folder = testFolder('vault');

let drawn = 0;
/** Distinct, reproducible bytes; a test's keys are no secret. */
function testBytes(size: number): Uint8Array {
  drawn += 1;
  return createHash('sha512').update(`draw ${drawn}`).digest().subarray(0, size);
}
function flip(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => byte ^ 0x5a);
}
const tools: VaultTools = { randomBytes: testBytes, cost: { memoryKiB: 64, passes: 1, lanes: 1 } };

test('[ST1] the passphrase and the recovery key each open the same 256-bit key, and nothing else does', async () => {
  const { keyFile, key, recoveryKey } = await createVault('落花时节又逢君', tools);
  expect(key).toHaveLength(32);
  expect(await openWithPassphrase(keyFile, '落花时节又逢君')).toEqual({ ok: true, value: Buffer.from(key) });
  expect(openWithRecoveryKey(keyFile, recoveryKey)).toEqual({ ok: true, value: Buffer.from(key) });
  expect(await openWithPassphrase(keyFile, '落花时节又逢君。')).toEqual({
    ok: false,
    error: 'WRONG_PASSPHRASE',
  });
  const other = await createVault('another passphrase', tools);
  expect(openWithRecoveryKey(keyFile, other.recoveryKey)).toEqual({ ok: false, error: 'WRONG_RECOVERY_KEY' });
});

test('[ST1] full-width and half-width input of one passphrase open the same book', async () => {
  const { keyFile } = await createVault('ｚｈｉｋｅ２０２６ desk', tools);
  expect((await openWithPassphrase(keyFile, 'zhike2026 desk')).ok).toBe(true);
});

test('[ST1] the key file holds neither the key, nor the passphrase, nor the recovery key', async () => {
  const { keyFile, key, recoveryKey } = await createVault('open sesame 2026', tools);
  const file = path.join(folder, 'secrets.json');
  writeKeyFile(file, keyFile);
  const text = readFileSync(file, 'utf8');
  for (const secret of [
    'open sesame',
    recoveryKey,
    Buffer.from(key).toString('base64'),
    Buffer.from(key).toString('hex'),
  ]) {
    expect(text).not.toContain(secret);
  }
});

test('[ST1] a wrapped copy moved from one place or book to another does not open', async () => {
  const first = await createVault('the same passphrase', tools);
  const second = await createVault('the same passphrase', tools);
  const mixed: KeyFile = { ...first.keyFile, passphrase: second.keyFile.passphrase };
  expect((await openWithPassphrase(mixed, 'the same passphrase')).ok).toBe(false);
});

test('[ST6] a slip in copying the recovery key is told from a key of another book', async () => {
  const { keyFile, recoveryKey } = await createVault('a fine passphrase', tools);
  expect(recoveryKey).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){8}[0-9A-HJKMNP-TV-Z]{4}$/);
  for (let index = 0; index < recoveryKey.length; index += 1) {
    if (recoveryKey[index] === '-') continue;
    const slip = recoveryKey[index] === '7' ? '8' : '7';
    const typed = recoveryKey.slice(0, index) + slip + recoveryKey.slice(index + 1);
    expect(openWithRecoveryKey(keyFile, typed)).toEqual({ ok: false, error: 'MISTYPED' });
  }
  expect(openWithRecoveryKey(keyFile, recoveryKey.slice(0, -2))).toEqual({ ok: false, error: 'MISTYPED' });
});

test('[ST6] the recovery key reads back as people write it: lower case, spaces, letter O and l, full width', async () => {
  const { keyFile, recoveryKey } = await createVault('a fine passphrase', tools);
  const written = recoveryKey.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
  expect(openWithRecoveryKey(keyFile, written).ok).toBe(true);
  const wide = recoveryKey.replaceAll(/[0-9A-Z-]/g, (letter) =>
    String.fromCharCode(letter.charCodeAt(0) + 0xfee0),
  );
  expect(openWithRecoveryKey(keyFile, wide).ok).toBe(true);
});

test('[ST6] sealing anew ends the old passphrase and the old recovery key', async () => {
  const first = await createVault('first passphrase', tools);
  const second = await sealVault(first.key, 'second passphrase', tools);
  expect(await openWithPassphrase(second.keyFile, 'second passphrase')).toEqual({
    ok: true,
    value: Buffer.from(first.key),
  });
  expect((await openWithPassphrase(second.keyFile, 'first passphrase')).ok).toBe(false);
  expect(openWithRecoveryKey(second.keyFile, first.recoveryKey).ok).toBe(false);
});

test('[ST7] the OS keychain opens its own copy; a keychain that fails or changed leaves the passphrase', async () => {
  const keychain = {
    encrypt: (plain: Uint8Array) => Promise.resolve(flip(plain)),
    decrypt: (sealed: Uint8Array) => Promise.resolve(flip(sealed)),
  };
  const { keyFile, key } = await createVault('a fine passphrase', { ...tools, keychain });
  expect(Buffer.from((await openWithKeychain(keyFile, keychain)) ?? [])).toEqual(Buffer.from(key));
  const broken = { ...keychain, decrypt: () => Promise.reject(new Error('locked')) };
  expect(await openWithKeychain(keyFile, broken)).toBeNull();
  const without = await createVault('a fine passphrase', {
    ...tools,
    keychain: { ...keychain, encrypt: () => Promise.reject(new Error('no keychain')) },
  });
  expect(without.keyFile.keychain).toBeNull();
  expect((await openWithPassphrase(without.keyFile, 'a fine passphrase')).ok).toBe(true);
});

test('[ST2] a damaged key file is told from a wrong passphrase, a missing and a newer one', async () => {
  const { keyFile } = await createVault('a fine passphrase', tools);
  const file = path.join(folder, 'key.json');
  expect(readKeyFile(file)).toEqual({ ok: false, error: 'KEY_MISSING' });
  writeKeyFile(file, keyFile);
  expect(readKeyFile(file)).toEqual({ ok: true, value: keyFile });
  const text = readFileSync(file, 'utf8');
  const { sealed } = keyFile.passphrase;
  const damaged = [
    text.replace(sealed, `${sealed[0] === 'A' ? 'B' : 'A'}${sealed.slice(1)}`),
    text.slice(0, text.length / 2),
    '',
    '[]',
    'null',
  ];
  for (const content of damaged) {
    writeFileSync(file, content);
    expect(readKeyFile(file)).toEqual({ ok: false, error: 'KEY_UNREADABLE' });
    expect(readFileSync(file, 'utf8')).toBe(content);
  }
  writeFileSync(file, text.replace('"version": 1', '"version": 2'));
  expect(readKeyFile(file)).toEqual({ ok: false, error: 'NEWER_SCHEMA' });
});

test('[ST2] a key file that cannot be written leaves the old one and no rubbish', async () => {
  const { keyFile } = await createVault('a fine passphrase', tools);
  const file = path.join(folder, 'blocked.json');
  writeFileSync(file, 'old');
  writeFileSync(`${file}.x`, '');
  expect(() => writeKeyFile(path.join(`${file}.x`, 'key.json'), keyFile)).toThrow(/ENOTDIR/);
  expect(readFileSync(file, 'utf8')).toBe('old');
  expect(existsSync(`${file}.new`)).toBe(false);
});

test('[ST1] the cost of guessing is 64 MiB and three passes', () => {
  expect(standardCost).toEqual({ memoryKiB: 65_536, passes: 3, lanes: 1 });
});
