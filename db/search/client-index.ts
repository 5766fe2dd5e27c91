import { sql, type WritableDb } from '#db/handles.ts';

/** A client's terms with the number that stands for it in the index. */
export interface IndexedClient {
  readonly rid: number;
  readonly isNew: boolean;
  readonly terms: string;
}

/**
 * Puts clients into the index, replacing what it held of them. In ascending order of numbers, because FTS5 writes
 * its buffer out whenever a number is smaller than the one before.
 */
export function indexClients(db: WritableDb, clients: readonly IndexedClient[]): void {
  const inOrder = clients.toSorted((a, b) => a.rid - b.rid);
  for (const { rid, isNew } of inOrder) {
    if (!isNew) sql(db, 'DELETE FROM client_search WHERE rowid = ?').run(rid);
  }
  for (const { rid, terms } of inOrder) {
    sql(db, 'INSERT INTO client_search (rowid, terms) VALUES (?, ?)').run(rid, terms);
  }
}

/** Empties the index; the next rebuild fills it. */
export function clearClientIndex(db: WritableDb): void {
  sql(db, `INSERT INTO client_search (client_search) VALUES ('delete-all')`).run();
}

/** Merges the index into one piece, which also forgets the terms of clients that are gone. */
export function compactClientIndex(db: WritableDb): void {
  sql(db, `INSERT INTO client_search (client_search) VALUES ('optimize')`).run();
}

/** Pages of the index merged in one step: a few milliseconds of work. */
const stepPages = 100;

/**
 * Does a piece of {@link compactClientIndex}. Returns true while there is more: FTS5 has nothing left to merge when a
 * step changes less than two rows (sqlite.org/fts5.html, the 'merge' command).
 */
export function compactClientIndexStep(db: WritableDb): boolean {
  const merge = `INSERT INTO client_search (client_search, rank) VALUES ('merge', ?)`;
  const changes = () => sql<{ n: number }>(db, 'SELECT total_changes() AS n').get()?.n ?? 0;
  const before = changes();
  sql(db, merge).run(-stepPages);
  return changes() - before >= 2;
}
