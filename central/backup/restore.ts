import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { markRestored } from '#central/admin/restored.ts';
import { inTransaction } from '#central/database.ts';
import type { BackupHeader, BackupRow, BackupTable } from '#central/backup/format.ts';
import { readBackup } from '#central/backup/read.ts';
import { BackupRefusal, damaged } from '#central/backup/refusal.ts';
import { describeTables } from '#central/backup/tables.ts';
import { migrateTo, readMigrations } from '#central/migrate.ts';
import { storeWithin } from '#central/store/postgres/store.ts';

export interface RestoreOrder {
  readonly file: string;
  /** Puts the backup in the place of whatever the database holds. */
  readonly replace: boolean;
  readonly now: number;
}

export interface Restored {
  readonly tenants: number;
  readonly rows: number;
  readonly createdAt: number;
  /** Devices that had been revoked after the backup was taken and stay so. */
  readonly keptRevoked: number;
}

/**
 * Puts a backup into a database in one transaction and begins a new history (epoch) for every tenant, so that devices
 * offer again what they were acknowledged since. Open enrolment codes are spent; of a database that is replaced,
 * revocations are kept. Throws `BackupRefusal`; whatever goes wrong, the database is as it was.
 */
export function restoreBackup(pool: Pool, order: RestoreOrder): Promise<Restored> {
  return inTransaction(pool, (db) => restoreIn(db, order));
}

/** Reads a backup to its end without a database; throws `BackupRefusal` where a restore would. */
export async function checkBackup(file: string): Promise<void> {
  refuseStrange(await readBackup(file), file);
}

async function restoreIn(db: PoolClient, { file, replace, now }: RestoreOrder): Promise<Restored> {
  await db.query('SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0');
  await refuseRunning(db);
  const revoked = await clearAway(db, replace);
  const header = await readBackup(file, {
    onHeader: (read) => {
      refuseStrange(read, file);
      return migrateTo(db, newestOf(read.migrations));
    },
    onRows: (table, rows) =>
      insert(db, table, rows).catch((error: unknown) => {
        throw isMisfit(error) ? damaged(file) : error;
      }),
  });
  await migrateTo(db, Infinity);
  const tenants = await markRestored({ store: storeWithin(db), clock: () => now, newId: randomUUID });
  await db.query('UPDATE enrolment SET expires_at = created_at WHERE used_at IS NULL');
  const keptRevoked = await revokeAgain(db, revoked);
  await db.query('ANALYZE');
  const rows = header.tables.reduce((sum, table) => sum + table.rows, 0);
  return { tenants, rows, createdAt: header.createdAt, keptRevoked };
}

function refuseStrange({ migrations }: BackupHeader, file: string): void {
  const known = new Map(readMigrations().map(({ number, hash }) => [number, hash]));
  const newest = newestOf(migrations);
  if (newest > Math.max(...known.keys())) {
    throw new BackupRefusal(
      `${file}: The backup has schema ${newest}, newer than this program. Use a newer program.`,
    );
  }
  if (migrations.some(({ number, hash }) => known.get(number) !== hash)) {
    throw new BackupRefusal(`${file}: The backup's schema is not one this program ever made.`);
  }
}

/** A centre that runs on this database would go on in the middle of another history. */
async function refuseRunning(db: PoolClient): Promise<void> {
  const others = await db.query(
    `SELECT FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = current_setting('application_name')
       AND pid <> pg_backend_pid() LIMIT 1`,
  );
  if (others.rows.length > 0) {
    throw new BackupRefusal('A central system is working on this database. Stop it first.');
  }
}

type Revoked = readonly {
  readonly tenant_id: string;
  readonly device_id: string;
  readonly revoked_at: number;
}[];

/** Removes the tables of this product, which must be empty unless they are to be replaced. Returns who was revoked. */
async function clearAway(db: PoolClient, replace: boolean): Promise<Revoked> {
  const tables = (await describeTables(db)).map(({ name }) => name);
  if (!tables.includes('tenant')) return [];
  const tenants = await db.query('SELECT FROM tenant LIMIT 1');
  if (tenants.rows.length > 0 && !replace) {
    throw new BackupRefusal(
      'The database is not empty. Restore into an empty one, or say --replace to lose what it holds.',
    );
  }
  const revoked = await db.query<Revoked[number]>(
    'SELECT tenant_id, device_id, revoked_at FROM device WHERE revoked_at IS NOT NULL',
  );
  await db.query(`DROP TABLE ${[...tables, 'migration'].join(', ')}`);
  return revoked.rows;
}

async function insert(
  db: PoolClient,
  { name, columns }: BackupTable,
  rows: readonly BackupRow[],
): Promise<void> {
  const names = columns.map((column) => column.name).join(', ');
  const arrays = columns.map(({ type }, index) => `$${index + 1}::${type}[]`).join(', ');
  await db.query(
    `INSERT INTO ${name} (${names}) SELECT * FROM unnest(${arrays})`,
    columns.map((_, index) => rows.map((row) => row[index])),
  );
}

/** SQLSTATE classes 22 and 23: the values break the schema they were taken from. */
function isMisfit(error: unknown): boolean {
  return /^2[23]/.test(String((error as { code?: unknown }).code ?? ''));
}

async function revokeAgain(db: PoolClient, revoked: Revoked): Promise<number> {
  const again = await db.query(
    `UPDATE device d SET revoked_at = r.revoked_at
     FROM unnest($1::text[], $2::text[], $3::bigint[]) AS r (tenant_id, device_id, revoked_at)
     WHERE d.tenant_id = r.tenant_id AND d.device_id = r.device_id AND d.revoked_at IS NULL`,
    [
      revoked.map((device) => device.tenant_id),
      revoked.map((device) => device.device_id),
      revoked.map((device) => device.revoked_at),
    ],
  );
  return again.rowCount ?? 0;
}

function newestOf(migrations: BackupHeader['migrations']): number {
  return Math.max(...migrations.map(({ number }) => number));
}
