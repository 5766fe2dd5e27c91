import { execFile, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, fstatSync, openSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { platform } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { makeFolder } from '#central/make-folder.ts';
import { serverAccount, type Account } from '#central/postgres/account.ts';
import { findBinaries, type Binaries } from '#central/postgres/binaries.ts';
import { openCluster, user, type Cluster } from '#central/postgres/cluster.ts';
import { endLeftBehind } from '#central/postgres/left-behind.ts';
import { lockFolder } from '#central/postgres/lock.ts';
import { startProgram } from '#central/postgres/program.ts';
import { DatabaseNotStarted, isHeld } from '#central/postgres/start-failure.ts';

/** A running PostgreSQL that belongs to this process. */
export interface EmbeddedPostgres {
  readonly url: string;
  /** Resolves when the server has ended, stopped or not. */
  readonly ended: Promise<void>;
  /** Stops the server cleanly (checkpoint written) and frees the folder. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  readonly dir: string;
  /** False only for throw-away servers of tests. */
  readonly isDurable?: boolean;
}

/** How long a server that says nothing is waited for. */
const startLimitMs = 60_000;
/** PostgreSQL's code for "the database system is starting up". */
const gettingUp = '57P03';
const run = promisify(execFile);

/**
 * Starts PostgreSQL on a free port of 127.0.0.1 over `dir`, creating the cluster the first time.
 * Recovers after a crash, ends what a killed owner or server left behind, and throws `FolderInUse` when a living process
 * owns the folder, `DatabaseNotStarted` when the server does not come up.
 */
export async function startEmbedded({ dir, isDurable = true }: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const account = serverAccount();
  makeFolder(dir, account ? 0o711 : 0o700);
  const lock = lockFolder(dir);
  const log = openLog(dir);
  try {
    const binaries = findBinaries(account);
    const cluster = await openCluster(binaries.initdb, { dir, account, log });
    const { child, url } = await launch({ binaries, cluster, account, dir, log, isDurable });
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const stop = (): Promise<void> => stopServer(child, binaries, cluster.folder).finally(lock.release);
    return { url, ended, stop: once(stop) };
  } catch (error) {
    lock.release();
    throw error;
  } finally {
    closeSync(log);
  }
}

interface Launch {
  readonly binaries: Binaries;
  readonly cluster: Cluster;
  readonly account: Account | null;
  readonly dir: string;
  readonly log: number;
  readonly isDurable: boolean;
}

/** Tries again for a while where something of an earlier run is still in the way. */
async function launch(options: Launch): Promise<{ child: ChildProcess; url: string }> {
  const until = Date.now() + startLimitMs;
  for (let attempt = 1; ; attempt += 1) {
    await endLeftBehind(options.cluster);
    const logged = fstatSync(options.log).size;
    const port = await freePort();
    const child = spawnServer(options, port);
    const url = `postgres://${user}:${options.cluster.password}@127.0.0.1:${port}/postgres`;
    if (await answers(child, url)) return { child, url };
    const said = readFileSync(logFile(options.dir)).subarray(logged).toString();
    const isOver = isHeld(said) ? Date.now() > until : attempt === 3;
    if (isOver) throw new DatabaseNotStarted(said, logFile(options.dir));
    await sleep(250);
  }
}

function spawnServer({ binaries, cluster, account, log, isDurable }: Launch, port: number): ChildProcess {
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
  const child = startProgram({
    file: binaries.postgres,
    account,
    paths: [cluster.folder],
    args: ([data = '']) => ['-D', data, ...flags],
    log,
  });
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

/**
 * Waits until the server takes a connection: as long as it says that it is still getting up (replaying its journal may
 * take minutes). False when it ended before, or said nothing for too long.
 */
async function answers(child: ChildProcess, url: string): Promise<boolean> {
  let until = Date.now() + startLimitMs;
  const end = new AbortController();
  child.once('exit', () => end.abort());
  child.once('error', () => end.abort());
  while (!end.signal.aborted && Date.now() < until) {
    const client = new Client({ connectionString: url, connectionTimeoutMillis: startLimitMs });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return true;
    } catch (error) {
      if ((error as { code?: string }).code === gettingUp) until = Date.now() + startLimitMs;
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

function once(action: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= action());
}
