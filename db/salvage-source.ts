import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
  constants,
} from 'node:fs';
import Database from 'better-sqlite3';
import { unlockCipher } from '#db/cipher.ts';
import { isUnreadable } from '#db/store-failure.ts';

/** Where a table lies in a store file: enough to read it when the page that says so is damaged. */
export interface TablePlace {
  readonly name: string;
  readonly sql: string;
  readonly rootpage: number;
}

/** A damaged store made readable table by table. It works on a copy: the damaged file is never written. */
export interface DamagedStore {
  /** The tables that can be looked into, with how they were made. */
  readonly tables: readonly TablePlace[];
  /** False where there may have been more tables than are known here. */
  readonly isMapWhole: boolean;
  /** Hands out a connection on which the table, and with luck its indexes, can be read. */
  readonly read: (table: string) => Database.Database;
  readonly close: () => void;
}

const pageBytes = 4096;

/**
 * Opens a copy of a damaged store. `places` is the map of its tables kept elsewhere: it stands in where the store's own
 * first pages, which hold that map, cannot be read. Throws SQLite's and the system's errors (a full disk, for one).
 */
export function openDamaged(
  { file, scratch }: { readonly file: string; readonly scratch: string },
  key: Uint8Array,
  places: readonly TablePlace[],
): DamagedStore {
  copyStore(file, scratch);
  const pages = Math.ceil(statSync(scratch).size / pageBytes);
  let made: Database.Database | null = null;
  const donor = (): Database.Database => (made ??= makeDonor(`${scratch}.donor`, key, pages));
  let db = openLeniently(scratch, key);
  if (!db) {
    implant(scratch, donor(), null);
    db = openLeniently(scratch, key);
  }
  const { found: own, isWhole } = db ? ownTables(db) : { found: [], isWhole: false };
  const isMapWhole = places.length > 0 || (isWhole && !made);
  const missing = places.filter(({ name }) => !own.some((table) => table.name === name));
  let implanted: string | null = null;
  return {
    tables: [...own, ...missing],
    isMapWhole,
    read: (name) => {
      const place = missing.find((table) => table.name === name) ?? null;
      if (db && (!place || implanted === name)) return db;
      db?.close();
      implant(scratch, donor(), place);
      implanted = name;
      db = openLeniently(scratch, key);
      if (!db) throw new Error('A copied page could not be opened.');
      return db;
    },
    close: () => {
      db?.close();
      made?.close();
      for (const base of [scratch, `${scratch}.donor`]) removeStore(base);
    },
  };
}

/** Returns where the tables of a healthy store lie. */
export function placesOf(db: Database.Database): TablePlace[] {
  return db
    .prepare(
      `SELECT name, sql, rootpage FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 AND sql IS NOT NULL`,
    )
    .all() as TablePlace[];
}

function copyStore(file: string, scratch: string): void {
  removeStore(scratch);
  removeStore(`${scratch}.donor`);
  copyFileSync(file, scratch, constants.COPYFILE_FICLONE);
  if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${scratch}-wal`, constants.COPYFILE_FICLONE);
}

function removeStore(base: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(base + end, { force: true });
}

/** Opens what may be damaged and folds its WAL in; null where not even the first page can be read. */
function openLeniently(file: string, key: Uint8Array): Database.Database | null {
  const db = new Database(file);
  try {
    db.unsafeMode(true);
    unlockCipher(db, key);
    // Tells SQLite to go on with as much of the list of tables as it can read.
    db.pragma('writable_schema = ON');
    db.prepare('SELECT 1 FROM sqlite_schema').get();
    db.pragma('wal_checkpoint(TRUNCATE)');
    return db;
  } catch (error) {
    db.close();
    if (isUnreadable(error)) return null;
    throw error;
  }
}

function ownTables(db: Database.Database): { found: TablePlace[]; isWhole: boolean } {
  const found: TablePlace[] = [];
  let isWhole = true;
  try {
    for (const place of db
      .prepare(`SELECT type, name, sql, rootpage FROM sqlite_schema WHERE rootpage > 0 AND sql IS NOT NULL`)
      .iterate() as Iterable<TablePlace & { type: string }>) {
      if (place.type === 'table' && isKnown(db, place.name)) found.push(place);
    }
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    isWhole = false;
  }
  return { found, isWhole };
}

function isKnown(db: Database.Database, name: string): boolean {
  try {
    db.prepare(`SELECT * FROM ${name} LIMIT 0`);
    return true;
  } catch {
    return false;
  }
}

/**
 * Makes a store with the same key whose first page can stand in for a damaged one: pages of this cipher depend on the
 * key and their number only. It is made as large as the damaged file because that page also says how many follow it.
 */
function makeDonor(file: string, key: Uint8Array, pages: number): Database.Database {
  const donor = new Database(file);
  unlockCipher(donor, key);
  donor.unsafeMode(true);
  donor.pragma(`page_size = ${pageBytes}`);
  donor.pragma('journal_mode = WAL');
  donor.pragma('synchronous = OFF');
  donor.exec('CREATE TABLE filler (bytes BLOB)');
  const bytesAtOnce = 64 * 1024 * 1024;
  for (let left = (pages + 1) * pageBytes; left > 0; left -= bytesAtOnce) {
    donor.prepare('INSERT INTO filler VALUES (zeroblob(?))').run(Math.min(left, bytesAtOnce));
  }
  donor.pragma('writable_schema = ON');
  return donor;
}

/** Writes the donor's first page, telling of one table (or of none), over the copy's. */
function implant(scratch: string, donor: Database.Database, place: TablePlace | null): void {
  donor.prepare('DELETE FROM sqlite_schema').run();
  if (place) {
    donor
      .prepare(`INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql) VALUES ('table', ?, ?, ?, ?)`)
      .run(place.name, place.name, place.rootpage, place.sql);
  }
  donor.pragma('wal_checkpoint(TRUNCATE)');
  const page = readFirstPage(donor.name);
  const handle = openSync(scratch, 'r+');
  try {
    writeSync(handle, page, 0, pageBytes, 0);
  } finally {
    closeSync(handle);
  }
}

function readFirstPage(file: string): Buffer {
  const page = Buffer.alloc(pageBytes);
  const handle = openSync(file, 'r');
  try {
    readSync(handle, page, 0, pageBytes, 0);
  } finally {
    closeSync(handle);
  }
  return page;
}
