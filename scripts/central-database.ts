import type { Pool } from 'pg';
import { BackupRefusal } from '#central/backup/refusal.ts';
import { openPool } from '#central/database.ts';
import { startEmbedded } from '#central/postgres/embedded.ts';
import { FolderInUse } from '#central/postgres/lock.ts';
import { findRunning, hasCluster } from '#central/postgres/running.ts';
import type { CentralArguments } from '#scripts/central-options.ts';

/** The database a command works on, and whose server it is. */
export interface Database {
  readonly pool: Pool;
  readonly mode: 'embedded' | 'external';
  /** True when a running centre's own PostgreSQL is used. */
  readonly isShared: boolean;
}

interface Wish {
  /** Whether a centre may be at work meanwhile. */
  readonly mayShare: boolean;
  /** Whether a data folder without a database gets one. */
  readonly mayCreate: boolean;
}

/** Runs the work on the centre's database: the one of DATABASE_URL, or the embedded one, started where it is not up. */
export async function onDatabase<Value>(
  { databaseUrl, dataDir }: CentralArguments,
  { mayShare, mayCreate }: Wish,
  work: (database: Database) => Promise<Value>,
): Promise<Value> {
  if (databaseUrl) return onUrl(databaseUrl, (pool) => work({ pool, mode: 'external', isShared: true }));
  if (!mayCreate && !hasCluster(dataDir)) {
    throw new BackupRefusal(`There is no central system in ${dataDir}. Name its folder with --data.`);
  }
  const server = await startEmbedded({ dir: dataDir }).catch((error: unknown) => {
    if (mayShare && error instanceof FolderInUse) return null;
    throw error;
  });
  if (server) {
    const alone = (pool: Pool): Promise<Value> => work({ pool, mode: 'embedded', isShared: false });
    return onUrl(server.url, alone).finally(() => server.stop());
  }
  const url = findRunning(dataDir);
  if (!url) throw new BackupRefusal('The running central system is not ready. Try again in a moment.');
  return onUrl(url, (pool) => work({ pool, mode: 'embedded', isShared: true }));
}

async function onUrl<Value>(url: string, work: (pool: Pool) => Promise<Value>): Promise<Value> {
  const pool = openPool(url, 2);
  return work(pool).finally(() => pool.end());
}
