import Database from 'better-sqlite3';
import path from 'node:path';
import { installGate } from '#db/gate.ts';
import type { WritableDb } from '#db/handles.ts';
import { migrate, readMigrations } from '#db/migrate.ts';

/** The process ends here: nothing after it runs, what was not committed is gone. */
export class Crash extends Error {}

export type DiskFault = 'CRASH' | 'CRASH_AFTER_COMMIT' | 'SQLITE_FULL' | 'SQLITE_IOERR_WRITE' | 'SQLITE_BUSY';

/** A store in memory whose statements can be made to fail. */
export interface Disk<Db extends Database.Database = Database.Database> {
  readonly db: Db;
  /** Lets the `statement`-th statement from now on, or the end of the next transaction, fail once (or `times`). */
  readonly fail: (fault: DiskFault, statement: number, times?: number) => void;
  /** Takes back a fault that has not struck. */
  readonly mend: () => void;
  /** While true every statement throws: the process that owned this handle is dead. */
  isDead: boolean;
  /** How many faults have struck. */
  struck: number;
  /** Runs the harness's own statements past all faults. */
  readonly aside: <Value>(work: () => Value) => Value;
}

/** Opens a disk over a store's image, or an empty one. */
export function openDisk(image?: Buffer): Disk {
  const db = image ? new Database(image) : new Database(':memory:');
  const disk = new FaultyDisk(db);
  disk.wrap();
  return disk;
}

/** Opens a workstation's disk: guarded by the gate, as the real one is. */
export function openStationDisk(image: Buffer): Disk<WritableDb> {
  const disk = openDisk(image);
  disk.db.pragma('foreign_keys = OFF');
  disk.db.pragma('secure_delete = ON');
  installGate(disk.db);
  return disk as Disk<WritableDb>;
}

/** Returns the image of a migrated, empty workstation store. */
export function emptyStoreImage(): Buffer {
  const db = new Database(':memory:');
  db.pragma('page_size = 1024');
  installGate(db);
  migrate(db, readMigrations(path.resolve(import.meta.dirname, '../../db/migrations')));
  return db.serialize();
}

interface Pending {
  readonly fault: DiskFault;
  left: number;
  times: number;
}

class FaultyDisk implements Disk {
  readonly db: Database.Database;
  isDead = false;
  struck = 0;
  private pending: Pending | null = null;
  private isAside = false;

  constructor(db: Database.Database) {
    this.db = db;
  }

  fail(fault: DiskFault, statement: number, times = 1): void {
    this.pending = { fault, left: statement, times };
  }

  mend(): void {
    this.pending = null;
  }

  aside<Value>(work: () => Value): Value {
    const before = this.isAside;
    this.isAside = true;
    try {
      return work();
    } finally {
      this.isAside = before;
    }
  }

  /** Puts a counter before every statement of this connection, and one at each end of a transaction. */
  wrap(): void {
    const { db } = this;
    const prepare = db.prepare.bind(db) as (text: string) => Database.Statement;
    const transaction = db.transaction.bind(db);
    const own = {
      prepare: (text: string) => (text === 'ROLLBACK' ? prepare(text) : this.wrapStatement(prepare(text))),
      transaction: (work: (...args: unknown[]) => unknown) =>
        this.wrapTransaction(
          transaction((...args: unknown[]) => {
            const value = work(...args);
            this.tick();
            return value;
          }),
        ),
    };
    Object.assign(db, own);
  }

  private wrapStatement(statement: Database.Statement): Database.Statement {
    const target = statement as unknown as Record<string, (...args: unknown[]) => unknown>;
    for (const name of ['run', 'get', 'all', 'iterate']) {
      const original = (target[name] as (...args: unknown[]) => unknown).bind(statement);
      target[name] = (...args) => {
        this.tick();
        return original(...args);
      };
    }
    return statement;
  }

  private wrapTransaction(transaction: Database.Transaction): Database.Transaction {
    const wrapped = transaction as unknown as Record<string, (...args: unknown[]) => unknown>;
    const run = (name: string) => {
      const original = wrapped[name] as (...args: unknown[]) => unknown;
      return (...args: unknown[]) => {
        this.tick();
        const value = original(...args);
        if (!this.db.inTransaction) this.tickAfterCommit();
        return value;
      };
    };
    const names = ['deferred', 'immediate', 'exclusive'];
    return Object.assign(run('default'), Object.fromEntries(names.map((name) => [name, run(name)]))) as never;
  }

  private tick(): void {
    if (this.isAside) return;
    if (this.isDead) throw new Crash('The process is dead.');
    const { pending } = this;
    if (!pending || pending.fault === 'CRASH_AFTER_COMMIT') return;
    pending.left -= 1;
    if (pending.left <= 0) this.strike(pending);
  }

  private tickAfterCommit(): void {
    const { pending } = this;
    if (!this.isAside && pending?.fault === 'CRASH_AFTER_COMMIT') this.strike(pending);
  }

  private strike(pending: Pending): never {
    this.struck += 1;
    pending.times -= 1;
    if (pending.times <= 0) this.pending = null;
    if (pending.fault.startsWith('CRASH')) {
      this.isDead = true;
      throw new Crash(pending.fault);
    }
    throw new Database.SqliteError('planned fault', pending.fault);
  }
}
