import type Database from 'better-sqlite3';
import { writeHlc, readHlc } from '#core/sync/hlc.ts';
import type { Instant } from '#core/base/time.ts';
import { entityNames } from '#core/sync/entities.ts';
import { beginRebuild } from '#db/changes/bootstrap.ts';
import { rebuildDerived } from '#db/changes/derive.ts';
import { writeSyncState } from '#db/changes/sync-state.ts';
import { throughGate } from '#db/gate.ts';
import { sql, type WritableDb } from '#db/handles.ts';
import { countWaiting } from '#db/queries/outbox.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import { tableOf } from '#db/rows.ts';
import { readRows, type SalvagedRow, type TableToRead } from '#db/salvage-read.ts';
import { mendIntents, type IntentTools } from '#db/salvage-intents.ts';
import { placesOf, type DamagedStore } from '#db/salvage-source.ts';
import { isUnreadable, storeFailureOf } from '#db/store-failure.ts';

/** What came out of a damaged store. */
export interface Salvage {
  /** Changes that wait for the centre, now in the new store. */
  readonly waiting: number;
  /** Of these, how many were put together again from the rows they had changed. */
  readonly rebuilt: number;
  /** Changes known to have waited that could not be read; null where even their number is unknown. */
  readonly lost: number | null;
  /** Rows of clients, calls, salons … that came along; the centre sends what is missing. */
  readonly rows: number;
  /** Tables of which a part could not be read. */
  readonly damaged: readonly string[];
}

export interface SalvageTools extends IntentTools {
  readonly now: Instant;
}

/** Derived from others, or sent anew by the centre: not carried over. */
const leftBehind = /^(sqlite_|client_search|client_summary$|summary_due$|parked$)/;
/** Rows written in one go before anyone else gets a turn. */
const rowsPerTurn = 2_000;

/**
 * Carries everything that can be read of a damaged store into a new, empty one, in turns: unsent changes and what they
 * stand on, refused ones, identity, clock, settings, imports, then the rows. Ends with the new store marked to be read
 * anew from the centre, which fills the gaps and takes away nothing that waits. Throws where the new store cannot be written.
 */
export function* salvage(
  source: DamagedStore,
  target: WritableDb,
  tools: SalvageTools,
): Generator<undefined, Salvage> {
  const damaged = new Set<string>();
  let rows = 0;
  // The new store counts only when it is finished: closing it puts it on disk as a whole.
  target.pragma('synchronous = OFF');
  const entityTables = new Set(entityNames.map((entity) => tableOf(entity).name));
  for (const { name } of placesOf(target)) {
    if (leftBehind.test(name)) continue;
    const copied = yield* copyTable(source, target, name);
    if (!copied.isWhole) damaged.add(name);
    if (entityTables.has(name)) rows += copied.rows;
  }
  const known = knownMids(source);
  const result = throughGate(target, () => {
    keepClock(target);
    const rebuilt = mendIntents(target, { ...tools, damaged });
    const waiting = countWaiting(target);
    if (readSyncState(target, 'bootstrap') === null || damaged.size > 0) beginRebuild(target);
    rebuildDerived(target, tools.now);
    return {
      waiting,
      rebuilt,
      lost: lostOf(target, { known, isWhole: !damaged.has('outbox'), rebuilt }),
      rows,
      damaged: [...damaged],
    };
  });
  target.pragma('synchronous = FULL');
  target.pragma('wal_checkpoint(TRUNCATE)');
  return result;
}

function* copyTable(
  source: DamagedStore,
  target: WritableDb,
  name: string,
): Generator<undefined, { isWhole: boolean; rows: number }> {
  // A table that an older program did not have yet held nothing; a table whose place is unknown may have.
  const isKnown = source.tables.some((table) => table.name === name);
  if (!isKnown) return { isWhole: source.isMapWhole, rows: 0 };
  const columns = sql<{ name: string }>(target, `SELECT name FROM pragma_table_info('${name}')`).all();
  const all = columns.map((column) => column.name);
  let rows = 0;
  let isWhole = true;
  for (const table of waysOf(source, target, name)) {
    const reader = readRows(source.read(name), table);
    for (let isDone = false; !isDone;) {
      const written = throughGate(target, () => writeSome(target, name, { reader, columns: all }));
      rows += written.rows;
      isWhole &&= written.isWhole;
      isDone = written.isDone;
      yield;
    }
  }
  return { isWhole, rows };
}

/** A table's own order: by rowid, by its key, or by the second part of its key for each value of the first. */
function waysOf(source: DamagedStore, target: WritableDb, name: string): TableToRead[] {
  const keys = sql<{ name: string }>(
    target,
    `SELECT name FROM pragma_table_info('${name}') WHERE pk > 0 ORDER BY pk`,
  ).all();
  const { wr } = target.prepare('SELECT wr FROM pragma_table_list WHERE name = ?').get(name) as {
    wr: number;
  };
  if (wr === 0) return [{ name, key: 'rowid', lastRowid: lastRowid(source, name) }];
  const [first, second] = keys.map((key) => key.name);
  if (first === undefined) return [];
  if (second === undefined) return [{ name, key: first }];
  return entityNames.map((value) => ({ name, key: second, fixed: { column: first, value } }));
}

/** The end of a table, asked for in every place that may still know it. */
function lastRowid(source: DamagedStore, name: string): number | undefined {
  const asked = [
    `SELECT max(rowid) AS last FROM ${name}`,
    `SELECT seq AS last FROM sqlite_sequence WHERE name = '${name}'`,
    ...indexesOf(source.read(name), name).map(
      (index) => `SELECT max(rowid) AS last FROM ${name} INDEXED BY ${index} WHERE rowid > 0`,
    ),
  ];
  for (const text of asked) {
    const last = attempt(
      () => (source.read(name).prepare(text).get() as { last?: number } | undefined)?.last,
    );
    if (last !== null && last !== undefined) return last;
  }
  return undefined;
}

function indexesOf(db: Database.Database, table: string): string[] {
  const text = `SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?`;
  return (attempt(() => db.prepare(text).pluck().all(table)) as string[] | null) ?? [];
}

interface SomeRows {
  readonly reader: Generator<SalvagedRow, boolean>;
  readonly columns: readonly string[];
}

/** Writes the reader's next rows. A row that does not fit its table any more counts as unreadable. */
function writeSome(
  target: WritableDb,
  name: string,
  { reader, columns }: SomeRows,
): { rows: number; isWhole: boolean; isDone: boolean } {
  let isWhole = true;
  for (let rows = 0; rows < rowsPerTurn; rows += 1) {
    const next = reader.next();
    if (next.done) return { rows, isWhole: isWhole && next.value, isDone: true };
    const present = columns.filter((column) => next.value[column] !== undefined);
    const text = `INSERT OR IGNORE INTO ${name} (${present.join(', ')}) VALUES (${present.map(() => '?').join(', ')})`;
    try {
      sql(target, text).run(...present.map((column) => next.value[column]));
    } catch (error) {
      if (storeFailureOf(error) !== null) throw error;
      isWhole = false;
    }
  }
  return { rows: rowsPerTurn, isWhole, isDone: false };
}

/** Which changes the outbox's index of identifiers still lists; null where it cannot be read either. */
function knownMids(source: DamagedStore): string[] | null {
  const text = 'SELECT mid FROM outbox INDEXED BY sqlite_autoindex_outbox_1 WHERE mid > ? ORDER BY mid';
  return attempt(() => source.read('outbox').prepare(text).pluck().all('') as string[]);
}

function lostOf(
  target: WritableDb,
  { known, isWhole, rebuilt }: { known: string[] | null; isWhole: boolean; rebuilt: number },
): number | null {
  if (isWhole) return 0;
  if (!known) return null;
  const has = target.prepare('SELECT 1 FROM outbox WHERE mid = ?');
  const missing = known.filter((mid) => has.get(mid) === undefined).length;
  return Math.max(0, missing - rebuilt);
}

/** The clock goes on above every reading it is known to have given, also where its own page was lost. */
function keepClock(target: WritableDb): void {
  const text = `SELECT max(hlc) AS hlc FROM (SELECT hlc FROM outbox UNION ALL SELECT mutation ->> '$.hlc' FROM journal)`;
  const highest = readHlc(sql<{ hlc: string | null }>(target, text).get()?.hlc ?? '');
  const kept = readHlc(readSyncState<string>(target, 'hlc') ?? '');
  if (highest && (!kept || writeHlc(highest) > writeHlc(kept)))
    writeSyncState(target, 'hlc', writeHlc(highest));
}

function attempt<Value>(work: () => Value): Value | null {
  try {
    return work();
  } catch (error) {
    if (isUnreadable(error) || (error as { code?: unknown }).code === 'SQLITE_ERROR') return null;
    throw error;
  }
}
