import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '#central/database.ts';

/** One step of the schema; `hash` is the SHA-256 of its text in hex. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly hash: string;
}

const folder = new URL('./migrations/', import.meta.url);
/** Any number does, as long as nothing else in the database takes the same advisory lock. */
const lockKey = 7_203_001;

/**
 * Brings the database to this program's schema, one starter at a time.
 * Throws when the database is newer than the program or an applied migration's text has changed.
 */
export function migrate(pool: Pool): Promise<void> {
  return inTransaction(pool, (db) => migrateTo(db, Infinity));
}

/** Does the same within a transaction, up to a schema number: a backup is loaded into the schema it was taken from. */
export async function migrateTo(db: PoolClient, number: number): Promise<void> {
  await db.query('SET LOCAL lock_timeout = 0');
  await db.query(`SELECT pg_advisory_xact_lock(${lockKey})`);
  await db.query(
    `CREATE TABLE IF NOT EXISTS migration (
       number integer PRIMARY KEY, name text NOT NULL, hash text NOT NULL, applied_at timestamptz NOT NULL)`,
  );
  const known = readMigrations();
  const applied = await readApplied(db);
  refuseStrange(known, applied);
  const wanted = known.filter((migration) => migration.number <= number);
  for (const migration of wanted) if (!applied.has(migration.number)) await apply(db, migration);
}

async function apply(db: PoolClient, { number, name, sql, hash }: Migration): Promise<void> {
  await db.query(sql);
  await db.query('INSERT INTO migration VALUES ($1, $2, $3, now())', [number, name, hash]);
}

async function readApplied(db: PoolClient): Promise<Map<number, string>> {
  const found = await db.query<{ number: number; hash: string }>('SELECT number, hash FROM migration');
  return new Map(found.rows.map(({ number, hash }) => [number, hash]));
}

function refuseStrange(known: readonly Migration[], applied: ReadonlyMap<number, string>): void {
  const newest = known.at(-1)?.number ?? 0;
  for (const [number, hash] of applied) {
    if (number > newest) {
      throw new Error(
        `The database has schema ${number}, this program knows ${newest}. Use a newer program.`,
      );
    }
    const own = known.find((migration) => migration.number === number);
    if (own && own.hash !== hash) throw new Error(`Migration ${own.name} was changed after it was applied.`);
  }
}

/** Returns the steps this program knows, first to last. */
export function readMigrations(): Migration[] {
  const files = readdirSync(folder).filter((file) => /^\d{4}-.+\.sql$/.test(file));
  return files.sort().map((file) => {
    const sql = readFileSync(new URL(file, folder), 'utf8');
    const hash = createHash('sha256').update(sql).digest('hex');
    return { number: Number(file.slice(0, 4)), name: file.slice(0, -4), sql, hash };
  });
}
