import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { platform } from 'node:os';
import { canReach, type Account } from '#central/postgres/account.ts';

export interface Program {
  readonly file: string;
  readonly account: Account | null;
  /** Files and folders it works on. */
  readonly paths: readonly string[];
  /** Builds the arguments from the names under which the program finds those paths. */
  readonly args: (names: readonly string[]) => readonly string[];
  /** File descriptor its output goes to. */
  readonly log: number;
}

const firstHanded = 3;

/**
 * Starts one of PostgreSQL's programs under its account. Paths that lie in folders closed to the account
 * (root's home, for one) are handed over as open files, so that the data always stays in its own folder.
 */
export function startProgram({ file, account, paths, args, log }: Program): ChildProcess {
  const isClosed =
    account !== null && platform() === 'linux' && !paths.every((path) => canReach(path, account));
  const handed = isClosed ? paths.map((path) => openSync(path, 'r')) : [];
  const names = isClosed ? paths.map((_, index) => `/proc/self/fd/${firstHanded + index}`) : paths;
  const child = spawn(file, args(names), {
    ...account,
    cwd: '/',
    env: { ...process.env, LC_ALL: 'C', LC_MESSAGES: 'C' },
    stdio: ['ignore', log, log, ...handed],
    // Its own process group: Ctrl-C reaches the owner only, which drains first and stops the server last.
    detached: platform() !== 'win32',
    windowsHide: true,
  });
  for (const open of handed) closeSync(open);
  return child;
}
