import { existsSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import path from 'node:path';
import type { Pool } from 'pg';
import { listBackups } from '#central/backup/schedule.ts';
import { row } from '#central/database.ts';
import { readMigrations } from '#central/migrate.ts';
import type { CentralArguments } from '#scripts/central-options.ts';
import type { Database } from '#scripts/central-database.ts';

/** One thing the doctor has to say: what it looked at, what it found, and what production wants done about it. */
export interface Finding {
  readonly about: string;
  readonly says: string;
  /** null: all is well. */
  readonly wants: string | null;
}

type Found = Record<string, number | string | boolean | null>;

const gigabyte = 1024 ** 3;
const hourMs = 3_600_000;
const leastFreeBytes = 5 * gigabyte;

/** Looks at the database server: which it is, whether it keeps what it acknowledges, and whose clock it goes by. */
export async function examineDatabase({ pool, mode }: Database, url?: string): Promise<Finding[]> {
  const server = (await row<Found>(
    pool,
    `SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync,
            current_setting('full_page_writes') AS pages, current_setting('synchronous_commit') AS commits,
            pg_database_size(current_database()) AS bytes,
            (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now`,
  )) as Found;
  const unsafe = ['fsync', 'pages', 'commits'].filter((name) => server[name] === 'off');
  const apart = Math.round(Math.abs(Number(server['now']) - Date.now()));
  return [
    {
      about: 'Database',
      says: `${mode} PostgreSQL ${server['version']}, ${megabytes(Number(server['bytes']))}`,
      wants: mode === 'external' ? unencrypted(url ?? '') : null,
    },
    {
      about: 'Durability',
      says: unsafe.length === 0 ? 'what is acknowledged is on the disk' : `off: ${unsafe.join(', ')}`,
      wants: unsafe.length === 0 ? null : 'Turn fsync, full_page_writes and synchronous_commit on.',
    },
    {
      about: 'Clock',
      says: `${new Date().toISOString()}, ${apart} ms from the database's`,
      wants: apart > 2000 ? 'Let both machines follow the same time server (NTP).' : null,
    },
  ];
}

/** Looks at the schema against the one this program makes. */
export async function examineSchema(pool: Pool): Promise<Finding> {
  const newest = readMigrations().at(-1)?.number ?? 0;
  const own = await row<{ number: number | null }>(pool, 'SELECT max(number) AS number FROM migration').catch(
    () => undefined,
  );
  const number = own?.number ?? 0;
  const wants = number > newest ? 'A newer program made it: use that one.' : null;
  return { about: 'Schema', says: `${number} of the ${newest} this program knows`, wants };
}

/** Counts what the centre holds. */
export async function examineContents(pool: Pool, now: number): Promise<Finding[]> {
  const counts = await row<Found>(
    pool,
    `SELECT (SELECT count(*) FROM tenant) AS branches, (SELECT count(*) FROM manager) AS managers,
            (SELECT count(*) FROM device WHERE revoked_at IS NULL) AS devices,
            (SELECT count(*) FROM device WHERE revoked_at IS NOT NULL) AS revoked,
            (SELECT count(*) FROM device WHERE revoked_at IS NULL AND coalesce(last_seen_at, enrolled_at) < $1) AS silent,
            (SELECT count(*) FROM record WHERE data IS NOT NULL) AS rows,
            (SELECT count(*) FROM record WHERE data IS NULL) AS deleted,
            (SELECT count(*) FROM quarantine WHERE released_at IS NULL) AS quarantined`,
    [now - 30 * 24 * hourMs],
  ).catch(() => undefined);
  if (!counts) return [{ about: 'Contents', says: 'none: no centre has run on this database', wants: null }];
  const { branches, managers, devices, revoked, silent, rows, deleted, quarantined } = counts;
  return [
    {
      about: 'Contents',
      says: `branches ${branches}, managers ${managers}, rows ${rows}, deleted ${deleted}`,
      wants: null,
    },
    {
      about: 'Devices',
      says: `${devices} enrolled, of which ${silent} silent for 30 days; ${revoked} revoked`,
      wants:
        silent === 0
          ? null
          : 'Ask where the silent ones are, and revoke what is lost (runbook, "A lost laptop").',
    },
    {
      about: 'Quarantine',
      says: `${quarantined} changes of revoked devices wait for a decision`,
      wants: quarantined === 0 ? null : 'Look at them and release or leave them (runbook, "A lost laptop").',
    },
  ];
}

/** Looks at the folder, its disk and the token in it. */
export async function examineFolder({ dataDir }: CentralArguments): Promise<Finding[]> {
  if (!existsSync(dataDir)) return [];
  const disk = await statfs(dataDir);
  const free = disk.bavail * disk.bsize;
  const token = path.join(dataDir, 'admin-token');
  const isOpen = process.platform !== 'win32' && existsSync(token) && (statSync(token).mode & 0o077) !== 0;
  return [
    {
      about: 'Data folder',
      says: `${dataDir}, ${megabytes(free)} free on its disk`,
      wants: free < leastFreeBytes ? 'Free some space: below 5 GB a busy week can fill the disk.' : null,
    },
    ...(isOpen
      ? [
          {
            about: 'Token',
            says: `${token} can be read by others`,
            wants: 'Make it readable by its owner only (chmod 600).',
          },
        ]
      : []),
  ];
}

/** Looks for the newest daily backup. */
export async function examineBackups({ backupDir }: CentralArguments, now: number): Promise<Finding> {
  const about = 'Backups';
  if (backupDir === null) {
    const wants =
      "Name a folder with --backup-dir, or be sure that PostgreSQL's own backups run and were tried.";
    return { about, says: 'no daily backups by this program', wants };
  }
  const backups = await listBackups(backupDir);
  const newest = backups.at(-1);
  if (!newest) return { about, says: `none in ${backupDir}`, wants: 'Take one now: backup --to FILE.' };
  const hours = Math.floor((now - newest.at) / hourMs);
  return {
    about,
    says: `${backups.length} in ${backupDir}, the newest ${hours} h old, ${megabytes(statSync(newest.file).size)}`,
    wants:
      hours > 26
        ? 'The newest is over a day old: see zhike_central_backup_failures_total and the log.'
        : null,
  };
}

/** What no program can see from inside. */
export const standingAdvice: readonly string[] = [
  'TLS: the centre speaks plain HTTP. Where workstations are not on this machine, put a proxy with a certificate before it.',
  'Copies: keep one backup a week on another machine, and try a restore into an empty folder once a quarter.',
  'Backups hold personal data in plain: keep them on an encrypted disk.',
];

function unencrypted(url: string): string | null {
  const { hostname, searchParams } = new URL(url);
  const isHere = ['localhost', '127.0.0.1', '[::1]', ''].includes(hostname);
  return isHere || searchParams.has('sslmode')
    ? null
    : 'Say sslmode=verify-full in DATABASE_URL: it goes over a network.';
}

function megabytes(bytes: number): string {
  return bytes >= gigabyte ? `${(bytes / gigabyte).toFixed(1)} GB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}
