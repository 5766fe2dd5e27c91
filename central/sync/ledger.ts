import type { Instant } from '#core/base/time.ts';
import { keyOf, type GrantChange, type RecordKey, type StoredRecord } from '#central/store/shapes.ts';
import type { Author } from '#central/sync/author.ts';
import type { EndedGrant, Grants } from '#central/sync/grants.ts';

export interface LedgerStart {
  readonly author: Author;
  readonly now: Instant;
  readonly newId: () => string;
  readonly seq: number;
  readonly records: readonly StoredRecord[];
  readonly grants: Grants;
}

/**
 * One push as it would leave the tenant: rows, grants and numbers taken, in memory until written.
 * A group works on a fork, which is absorbed when all of it succeeded and dropped otherwise.
 */
export class Ledger {
  readonly author: Author;
  readonly now: Instant;
  readonly newId: () => string;
  seq: number;
  /** Rows this push changed, as they now stand. */
  readonly changed = new Map<string, StoredRecord>();
  readonly grantChanges: GrantChange[] = [];
  private readonly before: (key: string) => StoredRecord | undefined;
  private readonly grants: Grants;
  /** What this ledger itself last did to scopes of its author. */
  private readonly moved = new Map<string, GrantChange>();

  constructor(start: Omit<LedgerStart, 'records'>, before: (key: string) => StoredRecord | undefined) {
    this.author = start.author;
    this.now = start.now;
    this.newId = start.newId;
    this.seq = start.seq;
    this.before = before;
    this.grants = start.grants;
  }

  /** Returns the row as this push has left it so far. */
  get(key: RecordKey): StoredRecord | undefined {
    return this.find(keyOf(key));
  }

  takeSeq(): number {
    this.seq += 1;
    return this.seq;
  }

  put(record: StoredRecord): void {
    this.changed.set(keyOf(record), record);
  }

  isOpen(scope: string): boolean {
    const moved = this.moved.get(scope);
    return moved ? moved.kind === 'open' : this.grants.isOpen(scope);
  }

  /** Returns the end of a grant, one that this push itself ended included: its author has not been told of that yet. */
  endedGrant(scope: string): EndedGrant | undefined {
    const moved = this.moved.get(scope);
    if (moved?.kind === 'close') return { toSeq: moved.seq, endedAt: this.now };
    return this.grants.endedGrant(scope);
  }

  changeGrant(change: GrantChange): void {
    this.grantChanges.push(change);
    if (change.managerId !== this.author.managerId) return;
    this.moved.set(change.scope, change);
  }

  fork(): Ledger {
    return new Ledger({ ...this, grants: this }, (key) => this.find(key));
  }

  absorb(fork: Ledger): void {
    this.seq = fork.seq;
    for (const record of fork.changed.values()) this.put(record);
    for (const change of fork.grantChanges) this.changeGrant(change);
  }

  private find(key: string): StoredRecord | undefined {
    return this.changed.get(key) ?? this.before(key);
  }
}

/** Opens the ledger of a push over the rows it touches. */
export function openLedger(start: LedgerStart): Ledger {
  const records = new Map(start.records.map((record) => [keyOf(record), record]));
  return new Ledger(start, (key) => records.get(key));
}
