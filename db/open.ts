import Database from 'better-sqlite3';
import { unlockCipher } from '#db/cipher.ts';
import { installGate } from '#db/gate.ts';
import type { WritableDb } from '#db/handles.ts';
import { migrate, type Migration } from '#db/migrate.ts';

/** Why a store could not be opened; the file is left as it was. */
export class StoreError extends Error {
  readonly code: 'WRONG_KEY' | 'CORRUPT' | 'READ_ONLY' | 'FULL' | 'BUSY' | 'CANNOT_OPEN' | 'OLD_SQLITE';
  constructor(code: StoreError['code'], cause?: unknown) {
    super(`The store could not be opened: ${code}.`, { cause });
    this.code = code;
  }
}

/** The first SQLite without the WAL-reset race (sqlite.org/wal.html#walresetbug). */
const oldestSafeSqlite = [3, 51, 3] as const;

/**
 * Opens (or creates) an encrypted store with a raw 256-bit key and brings it to the newest schema.
 * Throws `StoreError` or `NewerSchemaError`; either way nothing in the file has changed.
 */
export function openStore(file: string, key: Uint8Array, migrations: readonly Migration[]): WritableDb {
  const db = connect(file);
  try {
    unlock(db, key);
    refuseOldSqlite(db);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = OFF');
    db.pragma('secure_delete = ON');
    db.pragma('cache_size = -65536');
    db.pragma('journal_size_limit = 67108864');
    // A fourth as often as by default: of a hundred changes made one by one, one no longer waits for a checkpoint.
    db.pragma('wal_autocheckpoint = 4000');
    db.pragma('busy_timeout = 2000');
    installGate(db);
    migrate(db, migrations);
    return db as WritableDb;
  } catch (error) {
    db.close();
    throw toStoreError(error);
  }
}

function connect(file: string): Database.Database {
  try {
    return new Database(file);
  } catch (error) {
    throw toStoreError(error);
  }
}

function unlock(db: Database.Database, key: Uint8Array): void {
  unlockCipher(db, key);
  db.prepare('SELECT count(*) FROM sqlite_schema').get();
}

function refuseOldSqlite(db: Database.Database): void {
  const { version } = db.prepare('SELECT sqlite_version() AS version').get() as { version: string };
  if (!isSafeSqlite(version)) throw new StoreError('OLD_SQLITE');
}

/** True for versions of SQLite that write a WAL without losing commits in it ([F26]). */
export function isSafeSqlite(version: string): boolean {
  const parts = version.split('.').map(Number);
  for (const [index, least] of oldestSafeSqlite.entries()) {
    const part = parts[index] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}

/** Turns what SQLite says of a store that was opened or first written to into a `StoreError`; any other error stays as it is. */
export function toStoreError(error: unknown): unknown {
  const code = (error as { code?: unknown }).code;
  if (typeof code !== 'string') return error;
  if (code === 'SQLITE_NOTADB') return new StoreError('WRONG_KEY', error);
  if (code.startsWith('SQLITE_CORRUPT')) return new StoreError('CORRUPT', error);
  if (code.startsWith('SQLITE_READONLY')) return new StoreError('READ_ONLY', error);
  if (code === 'SQLITE_FULL') return new StoreError('FULL', error);
  if (code.startsWith('SQLITE_BUSY')) return new StoreError('BUSY', error);
  if (code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_IOERR')) {
    return new StoreError('CANNOT_OPEN', error);
  }
  return error;
}
