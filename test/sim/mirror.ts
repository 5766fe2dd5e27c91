import { canonicalJson } from '#core/sync/canonical.ts';

/** A row of the centre as the simulation reads it, past the centre's own code. */
export interface CentreRow {
  readonly entity: string;
  readonly id: string;
  readonly scope: string;
  readonly seq: number;
  readonly data: Readonly<Record<string, unknown>> | null;
}

/** A row that a commit of the centre changed. */
export interface RowStep {
  readonly before: CentreRow | null;
  readonly after: CentreRow;
}

/** Who wrote a field last, as the simulation saw it happen. */
interface Writer {
  readonly seq: number;
  readonly by: string;
}

/**
 * What the simulation itself remembers of the centre's history: every row as it stands, who wrote each field, and every
 * value that ever stood. Made from what the centre committed, by other means than the centre uses.
 */
export class Mirror {
  readonly rows = new Map<string, CentreRow>();
  private readonly writers = new Map<string, Writer>();
  private readonly stood = new Map<string, Map<string, number>>();
  private readonly losers = new Map<string, Set<string>>();
  /** Mids that took effect in this history. */
  private readonly done = new Set<string>();
  /** The number the last backup stood at; 0 where none was put back. */
  private backupSeq = 0;
  private isBegun = false;
  head = 0;

  /** Takes in rows newer than the last ones; returns what changed. */
  follow(changed: readonly CentreRow[]): RowStep[] {
    return changed.map((after) => {
      const key = `${after.entity} ${after.id}`;
      const before = this.rows.get(key) ?? null;
      this.rows.set(key, after);
      this.head = Math.max(this.head, after.seq);
      this.keepValues(after);
      return { before, after };
    });
  }

  /** Notes who wrote the fields of a row that changed. */
  signWriter({ before, after }: RowStep, by: string): void {
    for (const field of fieldsChanged({ before, after })) {
      this.writers.set(`${after.entity} ${after.id} ${field}`, { seq: after.seq, by });
    }
  }

  writerOf(entity: string, id: string, field: string): string | null {
    return this.writers.get(`${entity} ${id} ${field}`)?.by ?? null;
  }

  /** True where a field is as a backup put it back: whoever replaces it may have seen what came after in the old history. */
  isOfBackup(entity: string, id: string, field: string): boolean {
    const writer = this.writers.get(`${entity} ${id} ${field}`);
    return this.backupSeq > 0 && (!writer || writer.seq <= this.backupSeq);
  }

  /** True where a value ever stood at the centre in this history, or is kept in a conflict. */
  isKept(entity: string, id: string, field: string, value: unknown): boolean {
    const text = canonicalJson(value);
    const key = `${entity} ${id} ${field}`;
    return (this.stood.get(key)?.has(text) ?? false) || this.isInConflict(entity, id, field, value);
  }

  isInConflict(entity: string, id: string, field: string, value: unknown): boolean {
    return this.losers.get(`${entity} ${id} ${field}`)?.has(canonicalJson(value)) ?? false;
  }

  /** Notes that a mutation took effect; false where it did so before in this history. */
  noteDone(mid: string): boolean {
    if (this.done.has(mid)) return false;
    this.done.add(mid);
    return true;
  }

  /** Goes back to an earlier state: what came after it never was. */
  restore(rows: readonly CentreRow[], seq: number): void {
    this.rows.clear();
    this.done.clear();
    this.losers.clear();
    this.head = seq;
    this.backupSeq = this.isBegun ? seq : 0;
    this.isBegun = true;
    for (const [key, writer] of this.writers) if (writer.seq > seq) this.writers.delete(key);
    for (const values of this.stood.values()) {
      for (const [value, since] of values) if (since > seq) values.delete(value);
    }
    for (const row of rows) {
      this.rows.set(`${row.entity} ${row.id}`, row);
      this.keepValues(row);
    }
  }

  /** Notes that a value stood, now. */
  noteStood(entity: string, id: string, field: string, value: unknown, seq = this.head): void {
    const key = `${entity} ${id} ${field}`;
    const values = this.stood.get(key) ?? new Map<string, number>();
    this.stood.set(key, values);
    const text = canonicalJson(value);
    if (!values.has(text)) values.set(text, seq);
  }

  private keepValues({ entity, id, seq, data }: CentreRow): void {
    if (data === null) return;
    for (const [field, value] of Object.entries(data)) this.noteStood(entity, id, field, value, seq);
    if (entity === 'conflict') this.keepConflict(data);
  }

  private keepConflict(data: Readonly<Record<string, unknown>>): void {
    const key = `${String(data['entity'])} ${String(data['rowId'])} ${String(data['field'])}`;
    const known = this.losers.get(key) ?? new Set<string>();
    this.losers.set(key, known);
    for (const side of ['winner', 'loser']) known.add(canonicalJson(JSON.parse(String(data[side]))));
  }
}

/** The fields of a row that a commit changed; all of them where it made or removed the row. */
export function fieldsChanged({ before, after }: RowStep): string[] {
  const old = before?.data ?? {};
  const now = after.data ?? {};
  const names = new Set([...Object.keys(old), ...Object.keys(now)]);
  return [...names].filter((name) => canonicalJson(old[name]) !== canonicalJson(now[name]));
}
