import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { user } from '#central/postgres/cluster.ts';

/** True where a data folder has an embedded PostgreSQL, running or not. */
export function hasCluster(dir: string): boolean {
  return existsSync(join(dir, 'postgres', 'PG_VERSION'));
}

/** Returns the URL of the embedded PostgreSQL that a running centre has on the folder, or null where none is up. */
export function findRunning(dir: string): string | null {
  try {
    const password = readFileSync(join(dir, 'postgres-password'), 'utf8').trim();
    const port = Number(readFileSync(join(dir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[3]);
    return port > 0 ? `postgres://${user}:${password}@127.0.0.1:${port}/postgres` : null;
  } catch {
    return null;
  }
}
