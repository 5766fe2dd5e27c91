/** What SQLite answers when the disk, the system or the file refuses, and not the statement. */
const refusals = ['FULL', 'IOERR', 'READONLY', 'CANTOPEN', 'BUSY', 'CORRUPT', 'NOTADB', 'PROTOCOL'];

/** True for what SQLite answers when a page is damaged; the cipher reports a changed byte the same way. */
export function isDamage(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^SQLITE_(CORRUPT|NOTADB)/.test(code);
}

/** True where a page cannot be had, be it damaged or refused by the disk itself. */
export function isUnreadable(error: unknown): boolean {
  return isDamage(error) || String((error as { code?: unknown } | null)?.code).startsWith('SQLITE_IOERR');
}

/**
 * Returns the SQLite code of an error for which the disk is to blame, or null for any other error. The transaction it
 * ended was rolled back: nothing of it is in the file.
 */
export function storeFailureOf(error: unknown): string | null {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code !== 'string') return null;
  return refusals.some((one) => code === `SQLITE_${one}` || code.startsWith(`SQLITE_${one}_`)) ? code : null;
}
