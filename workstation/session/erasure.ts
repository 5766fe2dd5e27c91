import { closeSync, existsSync, fstatSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { syncFolder } from '#db/vault-file.ts';
import type { BookPaths } from '#workstation/session/book.ts';

/**
 * Destroys the key file of a book: overwritten, then removed. Every wrapped copy of the store's key is in it, the one
 * sealed by the OS keychain included, so that nothing opens the store afterwards. Throws system errors.
 */
export function destroyKey({ folder, keyFile, tries }: BookPaths): void {
  if (!existsSync(folder)) return;
  for (const file of [keyFile, `${keyFile}.new`]) {
    if (existsSync(file)) overwrite(file);
    rmSync(file, { force: true });
  }
  rmSync(tries, { force: true });
  syncFolder(folder);
}

/** Removes a book whole, key first. Safe to call again after it was interrupted. Throws system errors. */
export function eraseBook(paths: BookPaths): void {
  destroyKey(paths);
  rmSync(paths.folder, { recursive: true, force: true });
}

function overwrite(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    writeSync(handle, Buffer.alloc(fstatSync(handle).size), 0, undefined, 0);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
