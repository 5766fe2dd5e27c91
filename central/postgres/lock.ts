import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Held while one process owns a data folder; the operating system frees it even after `kill -9`. */
export interface FolderLock {
  release(): void;
}

/** Raised when another process holds the data folder. */
export class FolderInUse extends Error {
  constructor(folder: string) {
    super(
      `Another central system is running on ${folder}. Stop it first, or choose another folder with --data.`,
    );
    this.name = 'FolderInUse';
  }
}

/**
 * Takes a folder for this process, or throws {@link FolderInUse}.
 * The lock is SQLite's own file lock: a file naming a process id would have to be guessed stale after a crash.
 */
export function lockFolder(folder: string): FolderLock {
  const file = new DatabaseSync(join(folder, 'central.lock'));
  try {
    file.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    file.close();
    if (/locked|busy/i.test(String(error))) throw new FolderInUse(folder);
    throw error;
  }
  return { release: () => file.close() };
}
