import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** The operating-system account PostgreSQL runs as; it refuses to run as root. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Returns the account to drop to when this process is root, creating `postgres` where missing; else null. */
export function serverAccount(): Account | null {
  if (process.getuid?.() !== 0) return null;
  return find('postgres') ?? create('postgres') ?? find('nobody');
}

/** True when the account may pass through every folder above the path. */
export function canReach(path: string, account: Account): boolean {
  let folder = dirname(resolve(path));
  for (;;) {
    const { mode, uid, gid } = statSync(folder);
    const mask = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & mask) === 0) return false;
    if (folder === dirname(folder)) return true;
    folder = dirname(folder);
  }
}

function find(name: string): Account | null {
  try {
    return { uid: idOf('-u', name), gid: idOf('-g', name) };
  } catch {
    return null;
  }
}

function idOf(flag: string, name: string): number {
  return Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }).toString());
}

function create(name: string): Account | null {
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', name], { stdio: 'ignore' });
    return find(name);
  } catch {
    return null;
  }
}
