import { existsSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, type Result } from '#core/base/result.ts';
import { clearSlack } from '#db/changes/purge.ts';
import { writeSyncState } from '#db/changes/sync-state.ts';
import { isIntact, wasLeftOpen } from '#db/check.ts';
import type { WritableDb } from '#db/handles.ts';
import { NewerSchemaError, type Migration } from '#db/migrate.ts';
import { openStore, StoreError, toStoreError } from '#db/open.ts';
import { isDamage } from '#db/store-failure.ts';
import { readKeyFile, type KeyFile } from '#db/vault.ts';
import { syncFolder } from '#db/vault-file.ts';
import { readEnrolment, type SavedEnrolment } from '#workstation/session/enrolment.ts';

/**
 * A book is one folder with the key file and the store in it. It is built in `setup` and takes its place as `book`
 * by one rename, so there is a whole book or none, whenever the program dies.
 */
export interface BookPaths {
  readonly folder: string;
  readonly keyFile: string;
  readonly store: string;
  readonly tries: string;
  /** What a repair needs when the store cannot tell it, sealed with the store's key. */
  readonly rescue: string;
}

/** Why a book that is there cannot be opened; nothing in its folder was changed. */
export type BookProblem =
  | StoreError['code']
  | 'NEWER_SCHEMA'
  | 'KEY_MISSING'
  | 'KEY_UNREADABLE'
  | 'STORE_MISSING';

/** Names the files of the book in a data folder. */
export function bookPaths(dataDir: string, name: 'book' | 'setup' = 'book'): BookPaths {
  const folder = path.join(dataDir, name);
  return {
    folder,
    keyFile: path.join(folder, 'key.json'),
    store: path.join(folder, 'store.db'),
    tries: path.join(folder, 'tries.json'),
    rescue: path.join(folder, 'rescue.json'),
  };
}

/** Looks at a book without its key: its key file, `null` where no book was ever set up, or what is wrong. */
export function examineBook({ folder, keyFile, store }: BookPaths): Result<KeyFile | null, BookProblem> {
  if (!existsSync(folder)) return ok(null);
  const key = readKeyFile(keyFile);
  if (!key.ok) return key;
  return existsSync(store) ? key : fail('STORE_MISSING');
}

/** Opens the book's store and reads who it belongs to. Expected failures are codes; bugs throw. */
export function openBook(
  { store }: BookPaths,
  key: Uint8Array,
  migrations: readonly Migration[],
): Result<{ db: WritableDb; enrolment: SavedEnrolment }, BookProblem> {
  if (!existsSync(store)) return fail('STORE_MISSING');
  try {
    const isUnclean = wasLeftOpen(store);
    const db = openStore(store, key, migrations);
    const enrolment = isUnclean && !isIntact(db) ? null : readEnrolmentOf(db);
    if (!enrolment) {
      db.close();
      return fail('CORRUPT');
    }
    // The engine then also proves what lies in the rows: every hash is computed anew from its values.
    if (isUnclean) writeSyncState(db, 'verifyDue', true);
    clearSlack(db);
    return ok({ db, enrolment });
  } catch (error) {
    return fail(bookProblemOf(error));
  }
}

/** Null where the page it lies on cannot be read: that, too, is a damaged store. */
function readEnrolmentOf(db: WritableDb): SavedEnrolment | null {
  try {
    return readEnrolment(db);
  } catch (error) {
    if (isDamage(error)) return null;
    throw error;
  }
}

/** Puts the finished book in its place, durably. */
export function adoptBook(dataDir: string): void {
  renameSync(bookPaths(dataDir, 'setup').folder, bookPaths(dataDir).folder);
  syncFolder(dataDir);
}

/** Removes what an interrupted setup left behind; a book in place is never touched. */
export function discardSetup(dataDir: string): void {
  rmSync(bookPaths(dataDir, 'setup').folder, { recursive: true, force: true });
}

/** A `WRONG_KEY` here means a damaged or foreign store: the vault has proved the key right before. */
function bookProblemOf(error: unknown): BookProblem {
  if (error instanceof NewerSchemaError) return 'NEWER_SCHEMA';
  const known = toStoreError(error);
  if (known instanceof StoreError) return known.code;
  throw known;
}
