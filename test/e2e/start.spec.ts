import { spawn, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { isPortFree } from '#scripts/start/ports.ts';
import { projectDir } from '#scripts/start/build.ts';

/** The real `npm start`, from outside. */
let dataDir: string;
test.beforeEach(() => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'zhike-start-'));
  chmodSync(dataDir, 0o711);
});
test.afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

interface Start {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly ended: Promise<number | null>;
}

function start(...args: string[]): Start {
  const command = [
    path.join(projectDir, 'scripts', 'preflight.js'),
    'scripts/start.ts',
    '--no-open',
    '--lang',
    'en',
  ];
  const child = spawn(process.execPath, [...command, '--data', dataDir, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  return { child, stdout: () => stdout, stderr: () => stderr, ended };
}

async function ready(...args: string[]): Promise<Start & { url: URL }> {
  const started = start(...args);
  await expect.poll(started.stdout, { timeout: 90_000 }).toMatch(/^ready \S+$/m);
  return { ...started, url: new URL(/ready (\S+)/.exec(started.stdout())?.[1] ?? '') };
}

/** Processes that name the data folder in their command line or work inside it. */
function leftBehind(): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return '';
      }
    })
    .filter((command) => command.includes(dataDir));
}

test('[SH11] ends its output with the address, and leaves nothing behind on Ctrl-C', async () => {
  const started = await ready('--clients', '20');
  expect(started.stdout().trimEnd().split('\n').at(-1)).toMatch(
    /^ready http:\/\/127\.0\.0\.1:\d+\/open\?token=\S+$/,
  );
  expect((await fetch(started.url)).status).toBe(200);
  const port = Number(started.url.port);
  started.child.kill('SIGINT');
  expect(await started.ended).toBe(0);
  expect(started.stderr()).toContain('everything is on disk');
  expect(await isPortFree(port)).toBe(true);
  expect(leftBehind()).toEqual([]);
});

test('[SH11] killed the hard way, its processes end by themselves and the next start goes on with the same book', async () => {
  const started = await ready('--clients', '20');
  const port = Number(started.url.port);
  started.child.kill('SIGKILL');
  await started.ended;
  await expect.poll(() => isPortFree(port), { timeout: 20_000 }).toBe(true);
  await expect.poll(leftBehind, { timeout: 20_000 }).toEqual([]);
  const again = await ready('--clients', '50');
  expect(again.stderr()).toContain('using the book that is there (20)');
  again.child.kill('SIGTERM');
  expect(await again.ended).toBe(0);
});

test('[SH10] a second start on the same folder and a taken port are refused in a sentence', async () => {
  const first = await ready('--empty');
  const second = start();
  expect(await second.ended).toBe(1);
  expect(second.stderr()).toContain(`Another Zhike is using the data folder ${dataDir}`);
  expect(second.stdout()).toBe('');
  const taken = start('--port', first.url.port);
  expect(await taken.ended).toBe(1);
  expect(taken.stderr()).toContain(`Port ${first.url.port} is taken`);
  first.child.kill('SIGINT');
  expect(await first.ended).toBe(0);
});

test('[SH12] passphrase and code are proposed for the sample book, only the code for an empty one', async ({
  page,
}) => {
  const sample = await ready('--clients', '20');
  await page.goto(sample.url.href);
  await expect(page.locator('input[type=password]')).toHaveValue(/.{8,}/);
  sample.child.kill('SIGINT');
  await sample.ended;
  rmSync(dataDir, { recursive: true, force: true });
  const empty = await ready('--empty');
  await page.goto(empty.url.href);
  await expect(page.getByLabel(/One-time code/)).toHaveValue(/.{4,}/);
  await expect(page.locator('input[type=password]')).toHaveValue('');
  empty.child.kill('SIGINT');
  await empty.ended;
});

test('[SH10] a folder that cannot be used is refused in a sentence', async () => {
  const blocked = path.join(dataDir, 'file');
  writeFileSync(blocked, '');
  const refused = start('--data', path.join(blocked, 'inside'));
  expect(await refused.ended).toBe(1);
  expect(refused.stderr()).toContain('cannot be used');
  expect(existsSync(path.join(dataDir, 'central'))).toBe(false);
});
