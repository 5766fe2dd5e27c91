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
    return transactionOf(db)(work) as Value;
  } finally {
    openGates.delete(db);
  }
}

const transactions = new WeakMap<Database.Database, (work: () => unknown) => unknown>();

/** Made once a connection: making one costs as much as a small commit's statements. */
function transactionOf(db: Database.Database): (work: () => unknown) => unknown {
  let known = transactions.get(db);
  if (!known) {
    known = db.transaction((work: () => unknown) => work()).immediate;
    transactions.set(db, known);
  }
  return known;
}
