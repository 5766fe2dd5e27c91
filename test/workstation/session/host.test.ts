import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SessionStatus } from '#core/api/session.ts';
import { fail, ok } from '#core/base/result.ts';
import { openStore } from '#db/open.ts';
import { readMigrations } from '#db/migrate.ts';
import { openWithRecoveryKey, readKeyFile } from '#db/vault.ts';
import { createHost } from '#workstation/create-host.ts';
import { router } from '#workstation/router.ts';
import { bookPaths } from '#workstation/session/book.ts';
import { migrationsFolder } from '#test/support/store.ts';
import { testHostOptions, testSetup, type TestHostOptions } from '#test/workstation/session/support.ts';
import { testFolder } from '#test/support/temporary.ts';

let dataDir: string;
let options: TestHostOptions;
beforeEach(() => {
  dataDir = testFolder();
  options = testHostOptions(dataDir);
});
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function host(change: Partial<typeof options> = {}) {
  const made = createHost({ ...options, ...change });
  closing.push(made.close);
  return made;
}

/** Sets a book up, closes it, and returns the recovery key. */
async function bookSetUp(): Promise<string> {
  const first = host();
  const { recoveryKey } = await first.setup(testSetup);
  await first.close();
  return recoveryKey;
}

/** Every file of the data folder with a hash of its bytes, but for what only says that someone was here. */
function image(folder = dataDir): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files
      .map((entry) => path.join(entry.parentPath, entry.name))
      .filter((file) => !/(lock|tries\.json|device\.json|-shm|-wal)$/.test(file))
      .map((file) => [file, createHash('sha256').update(readFileSync(file)).digest('hex')]),
  );
}

describe('setting up', () => {
  test('[ST3] enrols, makes the store and opens it; the next start is locked', async () => {
    const first = host();
    expect(first.status()).toMatchObject({ state: 'setup', language: null, problem: null });
    const { recoveryKey } = await first.setup(testSetup);
    expect(recoveryKey).toMatch(/^([0-9A-Z]{4}-){8}[0-9A-Z]{4}$/);
    expect(first.status()).toMatchObject({
      state: 'open',
      managerName: '林若溪',
      deviceName: '柜台一',
      language: 'zh-CN',
    });
    expect(options.started).toEqual([
      { centralUrl: 'http://127.0.0.1:9', deviceToken: 'token-of-the-device' },
    ]);
    await first.close();
    expect(host().status()).toMatchObject({ state: 'locked', managerName: null, language: 'zh-CN' });
  });

  test('[ST3] a refused code leaves nothing behind and can be tried again', async () => {
    for (const code of ['CODE_REFUSED', 'CENTRAL_UNREACHABLE', 'CENTRAL_VERSION'] as const) {
      const refusing = host({ enrol: () => Promise.resolve(fail(code)) });
      await expect(refusing.setup(testSetup)).rejects.toMatchObject({ code });
      expect(refusing.status().state).toBe('setup');
      expect(readdirSync(dataDir).sort()).toEqual(['device.json', 'lock']);
      await refusing.close();
    }
    await host().setup(testSetup);
  });

  test('[ST3] a disk that fails is found before the one-time code is spent', async () => {
    let spent = 0;
    const enrol = () => {
      spent += 1;
      return Promise.resolve(ok(options.enrolment));
    };
    const made = host({ enrol, vault: { ...options.vault, randomBytes: blockedDisk } });
    function blockedDisk(size: number): Uint8Array {
      // The folder vanishes under the program before the first file is written.
      rmSync(bookPaths(dataDir, 'setup').folder, { recursive: true, force: true });
      return options.vault.randomBytes(size);
    }
    await expect(made.setup(testSetup)).rejects.toMatchObject({ code: 'FOLDER_FAILED' });
    expect(spent).toBe(0);
  });

  test('[ST9] a data folder that cannot be made is refused', async () => {
    const blocked = path.join(dataDir, 'file');
    writeFileSync(blocked, '');
    const refused = host({ dataDir: path.join(blocked, 'inside') });
    expect(refused.status()).toMatchObject({ state: 'refused', problem: 'CANNOT_OPEN' });
    await expect(refused.setup(testSetup)).rejects.toMatchObject({
      code: 'FOLDER_FAILED',
      data: { code: 'CANNOT_OPEN' },
    });
  });

  test('[ST3] a program killed while setting up starts as not set up and can be set up', async () => {
    await bookSetUp();
    // As after a kill before the rename: everything is there, under the name it is built in.
    cpSync(bookPaths(dataDir).folder, bookPaths(dataDir, 'setup').folder, { recursive: true });
    rmSync(bookPaths(dataDir).folder, { recursive: true });
    const next = host();
    expect(next.status().state).toBe('setup');
    expect(existsSync(bookPaths(dataDir, 'setup').folder)).toBe(false);
    await next.setup(testSetup);
    expect(next.status().state).toBe('open');
  });

  test('[ST3] setting up twice is refused', async () => {
    const first = host();
    await first.setup(testSetup);
    await expect(first.setup(testSetup)).rejects.toMatchObject({ code: 'ALREADY_SET_UP' });
  });

  test('[ST4] a weak passphrase is refused before anything is written or asked', async () => {
    const made = host({ enrol: () => Promise.reject(new Error('must not be asked')) });
    await expect(made.setup({ ...testSetup, passphrase: '88888888' })).rejects.toMatchObject({
      code: 'WEAK_PASSPHRASE',
    });
    expect(made.status().state).toBe('setup');
  });

  test('[ST11] outside the encrypted store there is no name, number, token or address', async () => {
    await bookSetUp();
    for (const entry of readdirSync(dataDir, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const text = readFileSync(path.join(entry.parentPath, entry.name)).toString('latin1');
      for (const secret of [
        'token-of-the-device',
        Buffer.from('林若溪').toString('latin1'),
        '127.0.0.1',
        testSetup.passphrase,
      ]) {
        expect(text.includes(secret)).toBe(false);
      }
    }
  });

  test('[ST11] the first-run proposal is gone once the workstation is set up', async () => {
    const proposal: SessionStatus['proposal'] = {
      centralUrl: 'http://127.0.0.1:9',
      code: 'ABCD-EFGH',
      passphrase: 'sample',
      deviceName: 'x',
    };
    const made = host({ proposal });
    expect(made.status().proposal).toEqual(proposal);
    await made.setup(testSetup);
    expect(made.status().proposal).toBeNull();
  });
});

describe('unlocking', () => {
  test('[ST10] what was committed is there after locking and unlocking; while locked nothing answers', async () => {
    const made = host();
    await made.setup(testSetup);
    const client = createRouterClient(router, { context: { host: made } });
    made.open()?.station.db.prepare(`INSERT INTO local_setting (key, value) VALUES ('kept', '1')`).run();
    await client.session.lock();
    expect(made.open()).toBeNull();
    expect(await client.session.status()).toMatchObject({ state: 'locked' });
    expect(options.stopped).toBe(1);
    await client.session.unlock({ passphrase: testSetup.passphrase });
    const row = made.open()?.station.db.prepare(`SELECT value FROM local_setting WHERE key = 'kept'`).get();
    expect(row).toEqual({ value: '1' });
  });

  test('[ST5] wrong passphrases wait longer and longer, over a restart too', async () => {
    await bookSetUp();
    const made = host();
    const wrong = { passphrase: 'not the passphrase' };
    for (let count = 0; count < 4; count += 1) {
      await expect(made.unlock(wrong)).rejects.toMatchObject({
        code: 'WRONG_PASSPHRASE',
        data: { waitMs: 0 },
      });
    }
    await expect(made.unlock(wrong)).rejects.toMatchObject({
      code: 'WRONG_PASSPHRASE',
      data: { waitMs: 5000 },
    });
    await made.close();
    const again = host();
    const right = { passphrase: testSetup.passphrase };
    await expect(again.unlock(right)).rejects.toMatchObject({
      code: 'TOO_MANY_TRIES',
      data: { waitMs: 5000 },
    });
    options.testClock.advance(5000);
    await again.unlock(right);
    expect(again.status().state).toBe('open');
  });

  test('[ST5] guesses made at the same time are taken one after the other', async () => {
    await bookSetUp();
    const made = host();
    const guesses = Array.from({ length: 9 }, () => made.unlock({ passphrase: 'not the passphrase' }));
    const codes = (await Promise.allSettled(guesses)).map(
      (guess) => guess.status === 'rejected' && (guess.reason as { code: string }).code,
    );
    expect(codes).toEqual([...Array(5).fill('WRONG_PASSPHRASE'), ...Array(4).fill('TOO_MANY_TRIES')]);
  });

  test('[ST6] the recovery key opens, sets the new passphrase and answers a new recovery key', async () => {
    const recoveryKey = await bookSetUp();
    const made = host();
    const answer = await made.recover({ recoveryKey, passphrase: 'a new passphrase' });
    expect(answer.recoveryKey).not.toBe(recoveryKey);
    expect(made.status().state).toBe('open');
    await made.lock();
    await expect(made.unlock({ passphrase: testSetup.passphrase })).rejects.toMatchObject({
      code: 'WRONG_PASSPHRASE',
    });
    await expect(made.recover({ recoveryKey, passphrase: 'a third passphrase' })).rejects.toMatchObject({
      code: 'WRONG_RECOVERY_KEY',
    });
    await made.unlock({ passphrase: 'a new passphrase' });
  });

  test('[ST6] a mistyped recovery key costs no try, a weak new passphrase changes nothing', async () => {
    const recoveryKey = await bookSetUp();
    const made = host();
    for (let count = 0; count < 8; count += 1) {
      await expect(
        made.recover({ recoveryKey: recoveryKey.slice(0, -1), passphrase: 'a new passphrase' }),
      ).rejects.toMatchObject({ code: 'MISTYPED_RECOVERY_KEY' });
    }
    await expect(made.recover({ recoveryKey, passphrase: 'short' })).rejects.toMatchObject({
      code: 'WEAK_PASSPHRASE',
    });
    await made.unlock({ passphrase: testSetup.passphrase });
  });

  test('[ST7] the keychain opens at start, but not after locking by hand', async () => {
    const keychain = {
      encrypt: (bytes: Uint8Array) => Promise.resolve(bytes.slice()),
      decrypt: (bytes: Uint8Array) => Promise.resolve(bytes.slice()),
    };
    const vault = { ...options.vault, keychain };
    const first = host({ vault });
    await first.setup(testSetup);
    await first.close();
    const second = host({ vault });
    expect(await second.resume()).toBe(true);
    expect(second.status().state).toBe('open');
    await second.lock();
    await second.close();
    const third = host({ vault });
    expect(await third.resume()).toBe(false);
    await third.unlock({ passphrase: testSetup.passphrase });
    await third.close();
    const foreign = { ...keychain, decrypt: () => Promise.resolve(new Uint8Array(16)) };
    expect(await host({ vault: { ...vault, keychain: foreign } }).resume()).toBe(false);
  });
});

describe('refusing', () => {
  test('[ST8] a second program in the same folder is refused, the first works on', async () => {
    const first = host();
    await first.setup(testSetup);
    const second = host();
    expect(second.status()).toMatchObject({ state: 'refused', problem: 'IN_USE' });
    await expect(second.unlock({ passphrase: testSetup.passphrase })).rejects.toMatchObject({
      code: 'STORE_REFUSED',
      data: { code: 'IN_USE' },
    });
    expect(first.status().state).toBe('open');
    await first.close();
    expect(host().status().state).toBe('locked');
  });

  test('[ST9] a store of a newer program is refused and left as it is', async () => {
    const recoveryKey = await bookSetUp();
    const paths = bookPaths(dataDir);
    const keyFile = readKeyFile(paths.keyFile);
    const key = keyFile.ok && openWithRecoveryKey(keyFile.value, recoveryKey);
    if (!key || !key.ok) throw new Error('The recovery key did not open.');
    const db = openStore(paths.store, key.value, readMigrations(migrationsFolder));
    db.pragma('user_version = 999');
    db.close();
    const before = image();
    const made = host();
    await expect(made.unlock({ passphrase: testSetup.passphrase })).rejects.toMatchObject({
      code: 'STORE_REFUSED',
      data: { code: 'NEWER_SCHEMA' },
    });
    await expect(made.recover({ recoveryKey, passphrase: 'a new passphrase' })).rejects.toMatchObject({
      code: 'STORE_REFUSED',
    });
    expect(made.status()).toMatchObject({ state: 'refused', problem: 'NEWER_SCHEMA' });
    await made.close();
    expect(image()).toEqual(before);
  });

  test.each([
    ['bytes of something else', (file: string) => writeFileSync(file, Buffer.alloc(8192, 'x')), 'WRONG_KEY'],
    [
      'a flipped bit in the first page',
      (file: string) => {
        const bytes = readFileSync(file);
        bytes[700] = (bytes[700] ?? 0) ^ 1;
        writeFileSync(file, bytes);
      },
      'WRONG_KEY',
    ],
    ['no store', (file: string) => rmSync(file), 'STORE_MISSING'],
  ])('[ST9] a store with %s is refused and left as it is', async (_what, harm, problem) => {
    await bookSetUp();
    harm(bookPaths(dataDir).store);
    const before = image();
    const made = host();
    await expect(made.unlock({ passphrase: testSetup.passphrase })).rejects.toMatchObject({
      code: 'STORE_REFUSED',
      data: { code: problem },
    });
    expect(made.status()).toMatchObject({ state: 'refused', problem });
    await made.close();
    expect(image()).toEqual(before);
  });

  test('[ST9] a store without its key file is refused, never made anew', async () => {
    await bookSetUp();
    rmSync(bookPaths(dataDir).keyFile);
    const before = image();
    const made = host();
    expect(made.status()).toMatchObject({ state: 'refused', problem: 'KEY_MISSING' });
    await expect(made.setup(testSetup)).rejects.toMatchObject({
      code: 'FOLDER_FAILED',
      data: { code: 'KEY_MISSING' },
    });
    await made.close();
    expect(image()).toEqual(before);
  });

  test('[ST9] what was refused opens once the cause is gone, without a restart', async () => {
    await bookSetUp();
    const { store } = bookPaths(dataDir);
    const aside = path.join(dataDir, 'aside');
    mkdirSync(aside);
    cpSync(store, path.join(aside, 'store.db'));
    rmSync(store);
    const made = host();
    expect(made.status().problem).toBe('STORE_MISSING');
    cpSync(path.join(aside, 'store.db'), store);
    await made.unlock({ passphrase: testSetup.passphrase });
    expect(made.status().state).toBe('open');
  });

  test('[ST3] a setup that the centre answered after the disk failed is reported as a folder failure', async () => {
    const made = host({
      enrol: async () => {
        rmSync(bookPaths(dataDir, 'setup').folder, { recursive: true, force: true });
        return ok(options.enrolment);
      },
    });
    await expect(made.setup(testSetup)).rejects.toMatchObject({ code: 'FOLDER_FAILED' });
    expect(made.status().state).toBe('setup');
  });
});
