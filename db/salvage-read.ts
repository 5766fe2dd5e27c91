import type Database from 'better-sqlite3';
import { isUnreadable } from '#db/store-failure.ts';

/** A row of a damaged table by its columns. */
export type SalvagedRow = Readonly<Record<string, unknown>>;

/** A key that rows are ordered by: a rowid, or the first column of a primary key. */
type Key = number | string | Buffer;

/** Which rows of a table are read, and how hard is tried. */
export interface TableToRead {
  readonly name: string;
  /** The column that orders the table's own tree: `rowid`, or the last one of a primary key whose others are fixed. */
  readonly key: string;
  /** Fixes the leading columns of a primary key. */
  readonly fixed?: { readonly column: string; readonly value: string } | undefined;
  /** The largest rowid known from elsewhere, where the table's own end cannot be read. */
  readonly lastRowid?: number | undefined;
}

/** How often a stretch that cannot be read at either end is halved in the search for readable pages inside it. */
const deepest = 10;
/** The same where nothing at all was read yet: the page that leads to all others may be the damaged one. */
const deepestBlind = 4;

/**
 * Yields every row of a table that can still be read, page by page: forwards up to the damage, backwards down to it,
 * then by ever smaller ranges of keys in between. Returns true where nothing was unreadable. Throws what is not damage.
 */
export function* readRows(db: Database.Database, table: TableToRead): Generator<SalvagedRow, boolean> {
  const search = { hasRows: false };
  return yield* readRange(db, { ...table, search }, { after: null, before: endOf(table), depth: 0 });
}

/** A table with whether anything of it was read yet. */
interface Search extends TableToRead {
  readonly search: { hasRows: boolean };
}

interface Range {
  readonly after: Key | null;
  readonly before: Key | null;
  readonly depth: number;
}

function* readRange(
  db: Database.Database,
  table: Search,
  { after, before, depth }: Range,
): Generator<SalvagedRow, boolean> {
  const up = yield* readUntilDamage(db, table, { after, before, order: 'ASC' });
  if (up.isWhole) return true;
  const low = up.last ?? after;
  const down = yield* readUntilDamage(db, table, { after: low, before, order: 'DESC' });
  if (down.isWhole) return false;
  const high = down.last ?? before;
  const middle = depth < (table.search.hasRows ? deepest : deepestBlind) ? between(low, high) : null;
  if (middle === null) return false;
  yield* readRange(db, table, { after: low, before: middle, depth: depth + 1 });
  yield* readRange(db, table, { after: justBelow(middle), before: high, depth: depth + 1 });
  return false;
}

interface Course {
  readonly after: Key | null;
  readonly before: Key | null;
  readonly order: 'ASC' | 'DESC';
}

function* readUntilDamage(
  db: Database.Database,
  table: Search,
  course: Course,
): Generator<SalvagedRow, { isWhole: boolean; last: Key | null }> {
  const { text, values } = queryOf(table, course);
  let last: Key | null = null;
  try {
    for (const { salvage_key: key, ...row } of prepared(db, text).iterate(...values) as Iterable<
      Record<string, unknown>
    >) {
      last = key as Key;
      table.search.hasRows = true;
      yield row;
    }
    return { isWhole: true, last };
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return { isWhole: false, last };
  }
}

const statements = new WeakMap<Database.Database, Map<string, Database.Statement<unknown[], unknown>>>();

/** Searching between damaged pages asks the same few questions thousands of times. */
function prepared(db: Database.Database, text: string): Database.Statement<unknown[], unknown> {
  const known = statements.get(db) ?? new Map<string, Database.Statement<unknown[], unknown>>();
  statements.set(db, known);
  const statement = known.get(text) ?? db.prepare<unknown[], unknown>(text);
  known.set(text, statement);
  return statement;
}

function queryOf({ name, key, fixed }: TableToRead, { after, before, order }: Course) {
  const conditions = [
    fixed ? { text: `${fixed.column} = ?`, value: fixed.value } : null,
    after === null ? null : { text: `${key} > ?`, value: after },
    before === null ? null : { text: `${key} < ?`, value: before },
  ].filter((one) => one !== null);
  const where = conditions.map(({ text }) => text).join(' AND ') || '1';
  return {
    text: `SELECT ${key} AS salvage_key, * FROM ${name} WHERE ${where} ORDER BY ${key} ${order}`,
    values: conditions.map(({ value }) => value),
  };
}

function endOf({ lastRowid }: TableToRead): Key | null {
  return lastRowid === undefined ? null : lastRowid + 1;
}

/** Returns a key strictly between two, or null where there is none to try. */
function between(low: Key | null, high: Key | null): Key | null {
  if (typeof low === 'number' || typeof high === 'number') {
    const from = (low as number | null) ?? 0;
    if (high === null) return null;
    const middle = Math.floor((from + (high as number)) / 2);
    return middle > from && middle < (high as number) ? middle : null;
  }
  const isText = typeof (low ?? high ?? '') === 'string';
  const middle = middleBytes(bytesOf(low ?? ''), high === null ? null : bytesOf(high));
  if (!middle) return null;
  // Keys that are texts are ASCII: identifiers and names of settings.
  return isText ? String.fromCharCode(...middle.map((byte) => Math.min(byte, 0x7e))) : middle;
}

function bytesOf(key: string | Buffer): Buffer {
  return typeof key === 'string' ? Buffer.from(key, 'utf8') : key;
}

const spanBytes = 8;

/** The middle of two byte strings, looked at as fractions over the bytes after their common beginning. */
function middleBytes(low: Buffer, high: Buffer | null): Buffer | null {
  const differs = low.findIndex((byte, index) => byte !== high?.[index]);
  const same = high === null ? 0 : differs < 0 ? low.length : differs;
  const from = spanOf(low, same);
  const to = high ? spanOf(high, same) : 2n ** BigInt(8 * spanBytes) - 1n;
  if (to - from < 2n) return null;
  const hex = ((from + to) / 2n).toString(16).padStart(2 * spanBytes, '0');
  return Buffer.concat([low.subarray(0, same), Buffer.from(hex, 'hex')]);
}

function spanOf(bytes: Buffer, start: number): bigint {
  const span = Buffer.alloc(spanBytes);
  bytes.copy(span, 0, start, Math.min(bytes.length, start + spanBytes));
  return BigInt(`0x${span.toString('hex')}`);
}

/** The upper half begins at the middle itself: a rowid below it is its bound, a text or blob is taken as it is. */
function justBelow(key: Key): Key {
  return typeof key === 'number' ? key - 1 : key;
}
