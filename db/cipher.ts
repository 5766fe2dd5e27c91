import type Database from 'better-sqlite3';

/**
 * Gives a fresh connection the cipher and the raw 256-bit key of its file; nothing is read yet. The cipher covers the
 * file and its log only: what SQLite would put aside in files of its own (statement journals, sorts) stays in memory.
 */
export function unlockCipher(db: Database.Database, key: Uint8Array): void {
  if (key.length !== 32) throw new Error('A store key has 32 bytes.');
  db.pragma("cipher = 'aegis'");
  db.pragma(`key = 'raw:${Buffer.from(key).toString('hex')}'`);
  db.pragma('temp_store = MEMORY');
}
