import type Database from 'better-sqlite3';

declare const readable: unique symbol;
declare const writable: unique symbol;

/** A handle that queries take: whoever holds it can read. */
export type ReadableDb = Database.Database & { readonly [readable]: true };

/** A handle that only `db/changes`, migrations and the search index take: whoever holds it can write. */
export type WritableDb = ReadableDb & { readonly [writable]: true };

const statements = new WeakMap<Database.Database, Map<string, Database.Statement<unknown[], unknown>>>();

/** Returns the prepared statement of a text, prepared once per connection. Positional parameters. */
export function sql<Row = unknown>(db: ReadableDb, text: string): Database.Statement<unknown[], Row> {
  let known = statements.get(db);
  if (!known) {
    known = new Map();
    statements.set(db, known);
  }
  let statement = known.get(text);
  if (!statement) {
    statement = db.prepare<unknown[], unknown>(text);
    known.set(text, statement);
  }
  return statement as Database.Statement<unknown[], Row>;
}
