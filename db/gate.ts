import type Database from 'better-sqlite3';

const openGates = new WeakSet<Database.Database>();

/** Registers the function that the guard triggers ask before any write to a synced table. */
export function installGate(db: Database.Database): void {
  db.function('change_gate_open', () => (openGates.has(db) ? 1 : 0));
}

/** Runs `work` in one immediate transaction with the gate open; nested calls join the outer transaction. */
export function throughGate<Value>(db: Database.Database, work: () => Value): Value {
  if (openGates.has(db)) return work();
  openGates.add(db);
  try {
    return db.transaction(work).immediate();
  } finally {
    openGates.delete(db);
  }
}
