import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const projectDir = path.resolve(import.meta.dirname, '../..');
export const webDir = path.join(projectDir, 'out', 'web');

/** Something that is built from sources and rebuilt when they change. */
export interface Build {
  /** A file that is there when it was built. */
  readonly result: string;
  readonly sources: readonly string[];
  /** Arguments to this Node. */
  readonly command: readonly string[];
}

/** The screen for the browser shell. */
export const webBuild: Build = {
  result: path.join(webDir, 'index.html'),
  sources: ['renderer', 'core', 'resources', 'package-lock.json'],
  command: ['node_modules/vite/bin/vite.js', 'build', '--config', 'renderer/vite.config.ts'],
};

/** The desktop shell: main, preload, service and the same screen. */
export const desktopBuild: Build = {
  result: path.join(projectDir, 'out', 'main', 'index.js'),
  sources: ['electron', 'electron.vite.config.ts', 'webshell', 'workstation', 'db', ...webBuild.sources],
  command: ['node_modules/electron-vite/bin/electron-vite.js', 'build'],
};

/** A build that ended with an error; the message is what it printed. */
export class BuildFailure extends Error {}

/** True when the build has to run: its result is missing or its sources are not those it was built from. */
export function isOutOfDate(build: Build): boolean {
  return !existsSync(build.result) || stampOf(build) !== readStamp(build);
}

/** Runs a build. Rejects with a `BuildFailure`. */
export async function runBuild(build: Build): Promise<void> {
  const stamp = stampOf(build);
  rmSync(stampFile(build), { force: true });
  await run(build.command);
  mkdirSync(path.dirname(stampFile(build)), { recursive: true });
  writeFileSync(stampFile(build), stamp);
}

function run(command: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...command], {
      cwd: projectDir,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (chunk: string) => {
        output += chunk;
      });
    }
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new BuildFailure(output.trim()))));
  });
}

/** A hash of every source's content: times change with every checkout, contents do not. */
function stampOf({ sources }: Build): string {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of filesIn(path.join(projectDir, source))) {
      hash.update(path.relative(projectDir, file)).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  return hash.digest('hex');
}

function filesIn(place: string): string[] {
  if (!existsSync(place)) return [];
  try {
    const entries = readdirSync(place, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort();
  } catch {
    return [place];
  }
}

function readStamp(build: Build): string | null {
  return existsSync(stampFile(build)) ? readFileSync(stampFile(build), 'utf8') : null;
}

function stampFile(build: Build): string {
  const name = createHash('sha256').update(build.result).digest('hex').slice(0, 12);
  return path.join(projectDir, 'node_modules', '.cache', 'zhike-build', name);
}
