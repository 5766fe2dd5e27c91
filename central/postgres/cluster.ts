import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { platform } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Account } from '#central/postgres/account.ts';
import { startProgram } from '#central/postgres/program.ts';

/** The database user of the embedded server. */
export const user = 'zhike';
/** How long a server may take to start or to stop, recovery after a crash included. */
export const startLimitMs = 60_000;

export interface Cluster {
  readonly folder: string;
  readonly password: string;
}

export interface ClusterPlace {
  readonly dir: string;
  readonly account: Account | null;
  /** File descriptor of the server's log. */
  readonly log: number;
}

/** Returns the data folder's cluster, created the first time, with no server left running on it. */
export async function openCluster(initdb: string, place: ClusterPlace): Promise<Cluster> {
  const folder = join(realpathSync(place.dir), 'postgres');
  const cluster = { folder, password: readPassword(place.dir) };
  if (!existsSync(folder)) await initialise(initdb, cluster, place);
  await endLeftBehind(cluster);
  return cluster;
}

function readPassword(dir: string): string {
  const file = join(dir, 'postgres-password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

/** Makes the cluster under another name first: one that bears its own name is whole. */
async function initialise(initdb: string, { folder, password }: Cluster, place: ClusterPlace): Promise<void> {
  const [draft, secret] = [`${folder}.new`, `${folder}.secret`];
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(secret, `${password}\n`, { mode: 0o600 });
  const { account, log } = place;
  if (account) for (const path of [draft, secret]) chownSync(path, account.uid, account.gid);
  const args = ([data, pass]: readonly string[]): string[] => [
    `--pgdata=${data}`,
    `--pwfile=${pass}`,
    `--username=${user}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--no-instructions',
  ];
  const child = startProgram({ file: initdb, account, paths: [draft, secret], args, log });
  const code = await new Promise((resolve, reject) => child.once('exit', resolve).once('error', reject));
  rmSync(secret, { force: true });
  if (code !== 0)
    throw new Error(`PostgreSQL could not create its files; see ${join(place.dir, 'postgres.log')}.`);
  renameSync(draft, folder);
}

/** An owner killed with -9 leaves its server running: the folder lock is ours now, so that server is nobody's. */
async function endLeftBehind({ folder, password }: Cluster): Promise<void> {
  const file = join(folder, 'postmaster.pid');
  if (!existsSync(file)) return;
  const [pid = 0, , , port = 0] = readFileSync(file, 'utf8').split('\n').map(Number);
  const isLeft = platform() === 'linux' ? worksIn(pid, folder) : await answersTo(password, port);
  if (isLeft) await endProcess(pid);
  rmSync(file, { force: true });
}

async function endProcess(pid: number): Promise<void> {
  const until = Date.now() + startLimitMs;
  process.kill(pid, 'SIGINT');
  while (isAlive(pid) && Date.now() < until) await sleep(25);
}

/** Process ids are used again after a restart of the machine: the process must also stand in the cluster's folder. */
function worksIn(pid: number, folder: string): boolean {
  try {
    return realpathSync(`/proc/${pid}/cwd`) === realpathSync(folder);
  } catch {
    return false;
  }
}

async function answersTo(password: string, port: number): Promise<boolean> {
  const client = new Client({ host: '127.0.0.1', port, user, password, database: 'postgres' });
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  );
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
