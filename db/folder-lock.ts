import path from 'node:path';
import Database from 'better-sqlite3';
import { fail, ok, type Result } from '#core/base/result.ts';
import { makeFolder, syncedFolderOf } from '#db/data-folder.ts';

/** Why a data folder cannot be worked in. */
export type FolderProblem = 'IN_USE' | 'READ_ONLY' | 'FULL' | 'CANNOT_OPEN' | 'SYNCED_FOLDER';

/** Held for as long as a program works in a folder. */
export interface FolderLock {
  readonly release: () => void;
}

/**
 * Takes the one lock of a data folder, creating the folder where needed. It is SQLite's own file lock: the system
 * drops it when the process dies, however it dies, so there is no stale lock and no process number to misread.
 * A folder that a sync program watches is refused before anything is written into it.
 */
export function lockFolder(folder: string): Result<FolderLock, FolderProblem> {
  if (syncedFolderOf(folder, process.env)) return fail('SYNCED_FOLDER');
  let db: Database.Database | null = null;
  try {
    makeFolder(folder, 0o700);
    db = new Database(path.join(folder, 'lock'), { timeout: 0 });
    db.pragma('journal_mode = MEMORY');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db?.close();
    return fail(folderProblemOf(error));
  }
  const held = db;
  return ok({ release: () => held.close() });
}

/** Names what a system or SQLite error means for the folder. */
export function folderProblemOf(error: unknown): FolderProblem {
  const code = String((error as { code?: unknown }).code);
  if (code.startsWith('SQLITE_BUSY')) return 'IN_USE';
  if (['ENOSPC', 'EDQUOT', 'SQLITE_FULL', 'FULL'].includes(code)) return 'FULL';
  if (['EROFS', 'EACCES', 'EPERM', 'READ_ONLY'].includes(code) || code.startsWith('SQLITE_READONLY')) {
    return 'READ_ONLY';
  }
  return 'CANNOT_OPEN';
}
