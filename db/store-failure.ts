/** What SQLite answers when the disk, the system or the file refuses, and not the statement. */
const refusals = ['FULL', 'IOERR', 'READONLY', 'CANTOPEN', 'BUSY', 'CORRUPT', 'NOTADB', 'PROTOCOL'];

/**
 * Returns the SQLite code of an error for which the disk is to blame, or null for any other error. The transaction it
 * ended was rolled back: nothing of it is in the file.
 */
export function storeFailureOf(error: unknown): string | null {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code !== 'string') return null;
  return refusals.some((one) => code === `SQLITE_${one}` || code.startsWith(`SQLITE_${one}_`)) ? code : null;
}
