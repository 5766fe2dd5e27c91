import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHost } from '#workstation/create-host.ts';
import type { Host } from '#workstation/host.ts';
import { bookPaths } from '#workstation/session/book.ts';
import { destroyKey } from '#workstation/session/erasure.ts';
import { readDeviceFile, writeDeviceFile } from '#workstation/session/device-file.ts';
import type { StartSync } from '#workstation/session/running.ts';
import { idleSync, testHostOptions, testSetup } from '#test/workstation/session/support.ts';
import { testFolder } from '#test/support/temporary.ts';

type Ending = Parameters<StartSync>[0]['ending'];

let dataDir: string;
let ending: Ending;
const hosts: Host[] = [];

function host(folder = dataDir): Host {
  const startSync: StartSync = (options) => {
    ({ ending } = options);
    return idleSync();
  };
  const made = createHost({ ...testHostOptions(folder), startSync });
  hosts.push(made);
  return made;
}

beforeEach(() => {
  dataDir = testFolder();
});
afterEach(async () => {
  for (const one of hosts.splice(0)) await one.close();
});

/** Resolves once the erasure that an engine begins without waiting for it is over. */
async function erased(one: Host): Promise<void> {
  ending.erase();
  await one.lock();
}
const files = (folder = dataDir) =>
  readdirSync(folder, { recursive: true }).filter((name) => !String(name).startsWith('lock'));

test('[SY24] while the rest is handed in no command reaches the store, and the screen says why', async () => {
  const one = host();
  await one.setup(testSetup);
  await ending.close();
  expect([one.open(), one.status()]).toMatchObject([null, { state: 'refused', problem: 'REVOKED' }]);
  await expect(one.unlock({ passphrase: testSetup.passphrase })).rejects.toMatchObject({
    code: 'STORE_REFUSED',
  });
  expect(existsSync(bookPaths(dataDir).store)).toBe(true);
});

test('[SY24] erased: no key, no store, nothing of it in the folder; the screen says so, also after a restart', async () => {
  const one = host();
  await one.setup(testSetup);
  await ending.close();
  await erased(one);
  expect(one.status()).toMatchObject({ state: 'setup', problem: 'REVOKED_ERASED', managerId: null });
  expect(files()).toEqual(['device.json']);
  await one.close();
  const again = host();
  expect(again.status()).toMatchObject({ state: 'setup', problem: 'REVOKED_ERASED' });
  await again.setup({ ...testSetup, code: 'NEWC-ODE1' });
  expect(again.status()).toMatchObject({ state: 'open', problem: null });
  await again.lock();
  expect(again.status()).toMatchObject({ state: 'locked', problem: null });
});

test.each([
  ['before anything went', () => {}],
  ['after the key went', (folder: string) => destroyKey(bookPaths(folder))],
])('[SY24] killed %s, the next start finishes and opens nothing', async (_when, before) => {
  const one = host();
  await one.setup(testSetup);
  const killed = path.join(testFolder(), 'copy');
  cpSync(dataDir, killed, { recursive: true, filter: (name) => path.basename(name) !== 'lock' });
  writeDeviceFile(killed, { ...readDeviceFile(killed), erasure: 'begun' });
  before(killed);
  const next = host(killed);
  expect(next.status()).toMatchObject({ state: 'setup', problem: 'REVOKED_ERASED' });
  expect(files(killed)).toEqual(['device.json']);
});

test('[SY24] the key file is overwritten before its name goes, the copy for the keychain included', async () => {
  const one = host();
  await one.setup(testSetup);
  const paths = bookPaths(dataDir);
  const bytes = readFileSync(paths.keyFile);
  const other = path.join(dataDir, 'other-name');
  const { linkSync } = await import('node:fs');
  linkSync(paths.keyFile, other);
  destroyKey(paths);
  expect([existsSync(paths.keyFile), readFileSync(other).equals(Buffer.alloc(bytes.length))]).toEqual([
    false,
    true,
  ]);
});

test('[SY24] a plain lock keeps the copy, and it opens again offline', async () => {
  const one = host();
  await one.setup(testSetup);
  await one.lock();
  expect(one.status()).toMatchObject({ state: 'locked', problem: null });
  await one.unlock({ passphrase: testSetup.passphrase });
  expect(one.status().state).toBe('open');
});
