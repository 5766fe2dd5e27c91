import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { platform } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { user, type Cluster } from '#central/postgres/cluster.ts';

/** How long a server may take to stop by itself before it is ended the hard way. */
const stopLimitMs = 20_000;

/**
 * Ends whatever an earlier server of this cluster left running. The caller holds the folder's lock, so it is nobody's: an
 * owner killed with -9 leaves its server behind, and a server killed with -9 leaves busy processes that hold its shared
 * memory for a while, beside which PostgreSQL rightly refuses to start.
 */
export async function endLeftBehind({ folder, password }: Cluster): Promise<void> {
  const file = join(folder, 'postmaster.pid');
  const [pid = 0, , , port = 0] = existsSync(file) ? readFileSync(file, 'utf8').split('\n').map(Number) : [];
  const real = realpathSync(folder);
  if (platform() === 'linux') await endProcesses(pid, () => processesIn(real));
  else if (port > 0 && (await answersTo(password, port))) {
    await endProcesses(pid, () => (isAlive(pid) ? [pid] : []));
  }
  rmSync(file, { force: true });
}

/** Lets a living server stop cleanly; kills what has none, or takes too long: its journal makes that good. */
async function endProcesses(server: number, list: () => readonly number[]): Promise<void> {
  if (list().includes(server)) send(server, 'SIGINT');
  const until = Date.now() + stopLimitMs;
  for (let left = list(); left.length > 0; left = list()) {
    if (!left.includes(server) || Date.now() > until) for (const pid of left) send(pid, 'SIGKILL');
    await sleep(25);
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended meanwhile.
  }
}

/** Lists the processes of PostgreSQL that stand in a cluster's folder, as all of its server's do and no other's. */
function processesIn(folder: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      try {
        if (!pid || readlinkSync(`/proc/${pid}/cwd`) !== folder) return false;
        return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres';
      } catch {
        // It ended meanwhile, or is another user's.
        return false;
      }
    });
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
