import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { platform } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { canReach, serverAccount, type Account } from '#central/postgres/account.ts';
import { findBinaries, sharedRoot, type Binaries } from '#central/postgres/binaries.ts';
import { lockFolder } from '#central/postgres/lock.ts';

/** A running PostgreSQL that belongs to this process. */
export interface EmbeddedPostgres {
  readonly url: string;
  /** Stops the server cleanly (checkpoint written) and frees the folder. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  readonly dir: string;
  /** False only for throw-away servers of tests. */
  readonly isDurable?: boolean;
}

const user = 'zhike';
const startLimitMs = 60_000;
const run = promisify(execFile);

/**
 * Starts PostgreSQL on a free port of 127.0.0.1 over `dir`, creating the cluster the first time.
 * Recovers after a crash, ends a server left behind by a killed owner, and throws `FolderInUse`
 * when a living process owns the folder.
 */
export async function startEmbedded({ dir, isDurable = true }: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const account = serverAccount();
  mkdirSync(dir, { recursive: true, mode: account ? 0o711 : 0o700 });
  const lock = lockFolder(dir);
  try {
    const binaries = findBinaries(account);
    const cluster = clusterFolder(dir, account);
    const password = readPassword(dir);
    if (!existsSync(join(cluster, 'PG_VERSION'))) await initialise(binaries, cluster, password, account);
    await endLeftBehind(cluster);
    const server = await launch({ binaries, cluster, password, account, dir, isDurable });
    const stop = (): Promise<void> => stopServer(server.child, binaries, cluster).finally(lock.release);
    return { url: server.url, stop: once(stop) };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** The cluster lies in the data folder, or beside it in an open place when the account cannot reach that. */
function clusterFolder(dir: string, account: Account | null): string {
  const inside = join(realpathSync(dir), 'postgres');
  const name = createHash('sha256').update(inside).digest('hex').slice(0, 16);
  const isInside = !account || canReach(inside, account);
  const folder = isInside ? inside : join(sharedRoot, `cluster-${name}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!isInside) {
    chmodSync(sharedRoot, 0o755);
    writeFileSync(join(dir, 'postgres-is-at.txt'), `${folder}\n`);
  }
  if (account) chownSync(folder, account.uid, account.gid);
  return folder;
}

function readPassword(dir: string): string {
  const file = join(dir, 'postgres-password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

async function initialise(
  { initdb }: Binaries,
  cluster: string,
  password: string,
  account: Account | null,
): Promise<void> {
  rmSync(cluster, { recursive: true, force: true });
  mkdirSync(cluster, { mode: 0o700 });
  const secret = `${cluster}.secret`;
  writeFileSync(secret, `${password}\n`, { mode: 0o600 });
  if (account) for (const path of [cluster, secret]) chownSync(path, account.uid, account.gid);
  const flags = [
    `--pgdata=${cluster}`,
    `--username=${user}`,
    `--pwfile=${secret}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--no-instructions',
  ];
  try {
    await run(initdb, flags, { ...account, cwd: '/', env: environment() });
  } catch (error) {
    rmSync(cluster, { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(secret, { force: true });
  }
}

/** An owner killed with -9 leaves its server running: the folder lock is ours now, so that server is nobody's. */
async function endLeftBehind(cluster: string): Promise<void> {
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  const until = Date.now() + startLimitMs;
  for (let signal: NodeJS.Signals | 0 = 'SIGINT'; isOurs(pid, cluster) && Date.now() < until; signal = 0) {
    process.kill(pid, signal);
    await sleep(25);
  }
}

/** True when the process is alive and, where it can be seen, works in this cluster (ids are reused after a reboot). */
function isOurs(pid: number, cluster: string): boolean {
  try {
    process.kill(pid, 0);
    return platform() !== 'linux' || realpathSync(`/proc/${pid}/cwd`) === realpathSync(cluster);
  } catch {
    return false;
  }
}

interface Launch {
  readonly binaries: Binaries;
  readonly cluster: string;
  readonly password: string;
  readonly account: Account | null;
  readonly dir: string;
  readonly isDurable: boolean;
}

async function launch(options: Launch): Promise<{ child: ChildProcess; url: string }> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const child = spawnServer(options, port);
    const url = `postgres://${user}:${options.password}@127.0.0.1:${port}/postgres`;
    if (await answers(child, url)) return { child, url };
    if (attempt === 3) throw new Error(`PostgreSQL did not start; see ${logFile(options.dir)}.`);
  }
}

function spawnServer({ binaries, cluster, account, dir, isDurable }: Launch, port: number): ChildProcess {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 100,
    shared_buffers: '128MB',
    max_wal_size: '2GB',
    fsync: isDurable ? 'on' : 'off',
    full_page_writes: isDurable ? 'on' : 'off',
    log_min_messages: 'warning',
    log_min_error_statement: 'panic',
    timezone: 'UTC',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openLog(dir);
  // Its own process group: Ctrl-C reaches the owner only, which drains first and stops the server last.
  const child = spawn(binaries.postgres, ['-D', cluster, ...flags], {
    ...account,
    cwd: '/',
    env: environment(),
    stdio: ['ignore', log, log],
    detached: platform() !== 'win32',
    windowsHide: true,
  });
  closeSync(log);
  child.unref();
  const stopWithOwner = (): boolean => child.kill('SIGINT');
  process.once('exit', stopWithOwner);
  child.once('exit', () => process.off('exit', stopWithOwner));
  return child;
}

function logFile(dir: string): string {
  return join(dir, 'postgres.log');
}

/** Opens the server's log, started anew once it has passed 4 MiB. */
function openLog(dir: string): number {
  const file = logFile(dir);
  const isLong = existsSync(file) && statSync(file).size > 4 * 1024 * 1024;
  return openSync(file, isLong ? 'w' : 'a', 0o600);
}

/** Waits until the server takes a connection; false when it ended before. */
async function answers(child: ChildProcess, url: string): Promise<boolean> {
  const until = Date.now() + startLimitMs;
  let isOver = false;
  child.once('exit', () => (isOver = true));
  child.once('error', () => (isOver = true));
  while (!isOver && Date.now() < until) {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      return true;
    } catch {
      await sleep(20);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  child.kill('SIGKILL');
  return false;
}

async function stopServer(child: ChildProcess, { pgCtl }: Binaries, cluster: string): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  const ended = new Promise((resolve) => child.once('exit', resolve));
  // SIGINT is PostgreSQL's "fast" stop: roll back what is open, write a checkpoint, end.
  if (platform() === 'win32') await run(pgCtl, ['stop', '-D', cluster, '-m', 'fast', '-w']);
  else child.kill('SIGINT');
  await ended;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

function environment(): NodeJS.ProcessEnv {
  return { ...process.env, LC_ALL: 'C', LC_MESSAGES: 'C' };
}

function once(action: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= action());
}
