import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { ok } from '#core/base/result.ts';
import { createHost } from '#workstation/create-host.ts';
import { bookPaths } from '#workstation/session/book.ts';
import { testHostOptions, testSetup } from '#test/workstation/session/support.ts';
import { testFolder } from '#test/support/temporary.ts';

const isRoot = process.getuid?.() === 0;
const projectDir = path.resolve(import.meta.dirname, '../../..');

/** Answers the state of a host on a folder, seen by a user whom permissions bind: root is bound by none. */
function stateFor(dataDir: string): { state: string; problem: string | null } {
  const script = `
    import { createHost } from '#workstation/create-host.ts';
    const host = createHost({ dataDir: ${JSON.stringify(dataDir)}, migrationsDir: 'db/migrations', clock: () => 0,
      newId: () => '', vault: { randomBytes: (size) => new Uint8Array(size) }, shell: 'browser', version: '0',
      platform: 'test', startSync: () => { throw new Error('not here'); } });
    const { state, problem } = host.status();
    console.log(JSON.stringify({ state, problem }));
    await host.close();`;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module-typescript', '--eval', script],
    {
      cwd: projectDir,
      encoding: 'utf8',
      ...(isRoot ? { uid: 65_534, gid: 65_534 } : {}),
    },
  );
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout) as { state: string; problem: string | null };
}

describe('a folder without permission to write', () => {
  test('[ST9] is refused, whether it is empty or holds a book', async () => {
    const parent = testFolder();
    chmodSync(parent, 0o755);
    const empty = path.join(parent, 'empty');
    mkdirSync(empty);
    chmodSync(empty, 0o555);
    expect(stateFor(empty)).toEqual({
      state: 'refused',
      problem: expect.stringMatching(/READ_ONLY|CANNOT_OPEN/),
    });
    const book = path.join(parent, 'book');
    const host = createHost(testHostOptions(book));
    await host.setup(testSetup);
    await host.close();
    for (const file of readdirSync(book)) chmodSync(path.join(book, file), file === 'book' ? 0o555 : 0o444);
    chmodSync(book, 0o555);
    expect(stateFor(book)).toEqual({ state: 'refused', problem: 'READ_ONLY' });
    chmodSync(book, 0o755);
    chmodSync(empty, 0o755);
  });
});

const mounts: string[] = [];
afterEach(() => {
  for (const place of mounts.splice(0)) execFileSync('umount', ['--lazy', place]);
});

/** A small disk of its own; null where this user may not mount one. */
function smallDisk(): string | null {
  const place = path.join(testFolder(), 'disk');
  mkdirSync(place);
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', place]);
  if (status !== 0) return null;
  mounts.push(place);
  return place;
}

/** Leaves that many bytes free on a disk. */
function fill(place: string, leaveBytes: number): string {
  const file = path.join(place, 'ballast');
  const { bavail, bsize } = statfsSync(place);
  writeFileSync(file, Buffer.alloc(Math.max(0, bavail * bsize - leaveBytes)));
  return file;
}

describe('a full disk', () => {
  test('[ST3] while setting up: nothing is half done, the code is not spent, and it works once there is room', async (context) => {
    const place = smallDisk();
    if (!place) return context.skip('mounting a small disk needs root');
    let spent = 0;
    const dataDir = path.join(place, 'data');
    const options = testHostOptions(dataDir);
    const host = createHost({
      ...options,
      enrol: () => {
        spent += 1;
        return Promise.resolve(ok(options.enrolment));
      },
    });
    const ballast = fill(place, 100_000);
    await expect(host.setup(testSetup)).rejects.toMatchObject({
      code: 'FOLDER_FAILED',
      data: { code: 'FULL' },
    });
    expect(spent).toBe(0);
    expect(host.status().state).toBe('setup');
    expect(existsSync(bookPaths(dataDir).folder)).toBe(false);
    rmSync(ballast);
    await host.setup(testSetup);
    expect(host.status().state).toBe('open');
    await host.close();
  });

  test('[ST9] at start it is said so, and at unlocking the book stays as it was', async (context) => {
    const place = smallDisk();
    if (!place) return context.skip('mounting a small disk needs root');
    const dataDir = path.join(place, 'data');
    const options = testHostOptions(dataDir);
    const first = createHost(options);
    await first.setup(testSetup);
    await first.close();
    const ballast = fill(place, 0);
    const second = createHost(options);
    expect(second.status()).toMatchObject({ state: 'refused', problem: 'FULL' });
    rmSync(ballast);
    await second.unlock({ passphrase: testSetup.passphrase });
    expect(second.status().state).toBe('open');
    await second.close();
  });
});
