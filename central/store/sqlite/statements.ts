import type Database from 'better-sqlite3';

/** One tenant's part of a SQLite database, with its statements prepared once per connection: ?1 is the tenant, ?2 and on the values given. */
export interface Tables {
  /** Runs a statement and returns its rows. */
  readonly all: <Row>(text: string, ...values: unknown[]) => Row[];
  /** Runs a statement and returns its first row, if any. */
  readonly get: <Row>(text: string, ...values: unknown[]) => Row | undefined;
  /** Runs a statement and returns how many rows it changed. */
  readonly run: (text: string, ...values: unknown[]) => number;
}

const prepared = new WeakMap<Database.Database, Map<string, Database.Statement<unknown[], unknown>>>();

/** Returns the prepared statement of a text. */
export function statement(db: Database.Database, text: string): Database.Statement<unknown[], unknown> {
  let known = prepared.get(db);
  if (!known) prepared.set(db, (known = new Map()));
  let found = known.get(text);
  if (!found) known.set(text, (found = db.prepare<unknown[], unknown>(text)));
  return found;
}

/** Returns one tenant's part of a database. */
export function tablesOf(db: Database.Database, tenantId: string): Tables {
  // The driver takes numbered parameters by name: ?1 is the member 1.
  const named = (values: readonly unknown[]): object => {
    const members: Record<number, unknown> = { 1: tenantId };
    for (const [index, value] of values.entries()) members[index + 2] = value;
    return members;
  };
  return {
    all: <Row>(text: string, ...values: unknown[]) => statement(db, text).all(named(values)) as Row[],
    get: <Row>(text: string, ...values: unknown[]) =>
      statement(db, text).get(named(values)) as Row | undefined,
    run: (text, ...values) => statement(db, text).run(named(values)).changes,
  };
}
