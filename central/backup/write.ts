import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress } from 'node:zlib';
import type { Pool, PoolClient } from 'pg';
import { onSnapshot } from '#central/database.ts';
import { makeFolder } from '#central/make-folder.ts';
import { backupFormat, LineHash, type BackupHeader, type BackupTable } from '#central/backup/format.ts';
import { BackupRefusal, inWords } from '#central/backup/refusal.ts';
import { describeTables } from '#central/backup/tables.ts';
import { programVersion } from '#central/http/version.ts';

export interface BackupOrder {
  readonly file: string;
  readonly now: number;
}

export interface BackupDone {
  readonly file: string;
  readonly rows: number;
}

const rowsPerFetch = 1000;
/** Lines are handed to the compressor together, or most of the time goes into handing over. */
const chunkChars = 256 * 1024;
const zstd = {
  params: { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 },
};

/** What a backup under way is called; one that was cut off keeps this name and is never taken for a backup. */
export const partialSuffix = '.partial';

/**
 * Writes one snapshot of the whole database to a file that bears its name only once it is whole and on the disk.
 * The centre goes on meanwhile. Throws `BackupRefusal` when the file is there already or its place is at fault.
 */
export async function writeBackup(pool: Pool, { file, now }: BackupOrder): Promise<BackupDone> {
  const partial = `${file}${partialSuffix}`;
  try {
    makeFolder(dirname(file), 0o700);
    await refuseExisting(file);
    const rows = await onSnapshot(pool, (db) => writeSnapshot(db, partial, now));
    await rename(partial, file);
    await syncFolder(dirname(file));
    return { file, rows };
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw inWords(error, file);
  }
}

async function refuseExisting(file: string): Promise<void> {
  const existing = await open(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  await existing?.close();
  if (existing) throw new BackupRefusal(`${file}: There is a file of this name. Choose another.`);
}

async function writeSnapshot(db: PoolClient, partial: string, now: number): Promise<number> {
  // A large table on a slow disk may take longer than any request: nobody waits for this one.
  await db.query('SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0');
  await db.query("SET LOCAL bytea_output = 'hex'");
  const header = await describe(db, now);
  const file = createWriteStream(partial, { mode: 0o600, flush: true });
  await pipeline(Readable.from(linesOf(db, header)), createZstdCompress(zstd), file);
  return header.tables.reduce((sum, { rows }) => sum + rows, 0);
}

async function describe(db: PoolClient, now: number): Promise<BackupHeader> {
  const tables: BackupTable[] = [];
  const described = await describeTables(db);
  if (described.length === 0) throw new BackupRefusal('The database holds no central system.');
  for (const table of described) {
    const counted = await db.query<{ rows: number }>(`SELECT count(*) AS rows FROM ${table.name}`);
    tables.push({ ...table, rows: counted.rows[0]?.rows ?? 0 });
  }
  const migrations = await db.query<{ number: number; hash: string }>(
    'SELECT number, hash FROM migration ORDER BY number',
  );
  return {
    product: 'zhike-central-backup',
    format: backupFormat,
    program: programVersion,
    createdAt: now,
    migrations: migrations.rows,
    tables,
  };
}

async function* linesOf(db: PoolClient, header: BackupHeader): AsyncGenerator<string> {
  const hash = new LineHash();
  let chunk = '';
  const add = (line: string): void => {
    hash.add(line);
    chunk += `${line}\n`;
  };
  add(JSON.stringify(header));
  for (const table of header.tables) {
    for await (const rows of readTable(db, table)) {
      for (const row of rows) {
        add(JSON.stringify(row));
        if (chunk.length < chunkChars) continue;
        yield chunk;
        chunk = '';
      }
    }
  }
  yield `${chunk}${JSON.stringify({ sha256: hash.end() })}\n`;
}

async function* readTable(db: PoolClient, { name, columns }: BackupTable): AsyncGenerator<unknown[][]> {
  const list = columns.map((column) => `${column.name}::text`).join(', ');
  await db.query(`DECLARE backup NO SCROLL CURSOR FOR SELECT ${list} FROM ${name}`);
  for (;;) {
    const page = await db.query<unknown[]>({ text: `FETCH ${rowsPerFetch} FROM backup`, rowMode: 'array' });
    if (page.rows.length > 0) yield page.rows;
    if (page.rows.length < rowsPerFetch) break;
  }
  await db.query('CLOSE backup');
}

/** A new name is on the disk only when its folder is; Windows has no such thing. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}
