import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectDir } from '#scripts/start/build.ts';

/** How long `npm start` waits for Electron's binary, in seconds. */
export const fetchLimitSeconds = 20;
const retryAfterMs = 24 * 60 * 60 * 1000;

const electronDir = path.join(projectDir, 'node_modules', 'electron');
const failureFile = path.join(projectDir, 'node_modules', '.cache', 'zhike-electron-unreachable');

/** Returns the path of Electron's binary, or null where it is not installed. */
export function findElectron(): string | null {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const pathFile = path.join(electronDir, 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : null;
  if (override) return existing(path.join(override, name ?? 'electron'));
  return name === null ? null : existing(path.join(electronDir, 'dist', name));
}

/** True when fetching is worth a try: it did not fail within the last day. */
export function isFetchWorthwhile(now: number): boolean {
  if (!existsSync(path.join(electronDir, 'install.js'))) return false;
  const failedAt = existsSync(failureFile) ? Number(readFileSync(failureFile, 'utf8')) : 0;
  return now - failedAt > retryAfterMs;
}

/** Lets Electron's own installer fetch the binary, for `fetchLimitSeconds` at most; null where that fails. */
export async function fetchElectron(now: number): Promise<string | null> {
  await new Promise<void>((resolve) => {
    const child = spawn(process.execPath, [path.join(electronDir, 'install.js')], { stdio: 'ignore' });
    const timer = setTimeout(() => child.kill('SIGKILL'), fetchLimitSeconds * 1000);
    const end = (): void => {
      clearTimeout(timer);
      resolve();
    };
    child.on('error', end);
    child.on('exit', end);
  });
  const found = findElectron();
  if (!found) {
    mkdirSync(path.dirname(failureFile), { recursive: true });
    writeFileSync(failureFile, String(now));
  }
  return found;
}

function existing(file: string): string | null {
  return existsSync(file) ? file : null;
}
