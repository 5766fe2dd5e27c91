import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type Database from 'better-sqlite3';

/** A released schema step: a number, a name and plain SQL. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}

/** The file was written by a newer program; it must be left as it is. */
export class NewerSchemaError extends Error {
  readonly found: number;
  readonly known: number;
  constructor(found: number, known: number) {
    super(`The store has schema ${found}; this program knows up to ${known}.`);
    this.found = found;
    this.known = known;
  }
}

/** Reads the numbered `.sql` files of a folder, in order. Throws when a number is missing or doubled. */
export function readMigrations(folder: string): Migration[] {
  const migrations = readdirSync(folder)
    .filter((file) => /^\d{4}-[a-z0-9-]+\.sql$/.test(file))
    .sort()
    .map((file) => ({
      number: Number(file.slice(0, 4)),
      name: file.slice(5, -4),
      sql: readFileSync(path.join(folder, file), 'utf8'),
    }));
  for (const [index, migration] of migrations.entries()) {
    if (migration.number !== index + 1) throw new Error(`Migration ${index + 1} is missing or doubled.`);
  }
  return migrations;
}

/** Brings a store to the newest schema, each step in its own transaction. Throws `NewerSchemaError` untouched. */
export function migrate(db: Database.Database, migrations: readonly Migration[]): void {
  const current = Number(db.pragma('user_version', { simple: true }));
  if (current > migrations.length) throw new NewerSchemaError(current, migrations.length);
  for (const step of migrations.slice(current)) {
    db.transaction(() => {
      db.exec(step.sql);
      db.pragma(`user_version = ${step.number}`);
    }).exclusive();
  }
}
