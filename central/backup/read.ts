import { createReadStream } from 'node:fs';
import { createZstdDecompress } from 'node:zlib';
import { pipeline } from 'node:stream/promises';
import { PassThrough } from 'node:stream';
import {
  backupFormat,
  LineHash,
  readHeader,
  readRow,
  readTrailer,
  type BackupHeader,
  type BackupRow,
  type BackupTable,
} from '#central/backup/format.ts';
import { BackupRefusal, damaged, inWords } from '#central/backup/refusal.ts';

export interface BackupReader {
  /** Told once, before any row; may refuse by throwing. */
  readonly onHeader?: (header: BackupHeader) => Promise<void> | void;
  /** Told about rows of one table, in their order. */
  readonly onRows?: (table: BackupTable, rows: readonly BackupRow[]) => Promise<void>;
}

const rowsPerBatch = 1000;

/**
 * Reads a backup from its header to its trailer and returns the header. Throws `BackupRefusal` for a file that is
 * no backup, was cut off or altered; whatever was read before that must not be kept.
 */
export async function readBackup(file: string, reader: BackupReader = {}): Promise<BackupHeader> {
  const lines = linesOf(file);
  try {
    return await readLines(lines, file, reader);
  } catch (error) {
    throw inWords(error, file);
  } finally {
    await lines.return(undefined);
  }
}

async function readLines(
  lines: AsyncGenerator<string>,
  file: string,
  { onHeader, onRows }: BackupReader,
): Promise<BackupHeader> {
  const hash = new LineHash();
  const header = headerOf((await lines.next()).value as string | undefined, file);
  hash.add(header.line);
  await onHeader?.(header.value);
  for (const table of header.value.tables) {
    let batch: BackupRow[] = [];
    for (let left = table.rows; left > 0; left--) {
      const line = (await lines.next()).value as string | undefined;
      const row = line === undefined ? null : readRow(line);
      if (line === undefined || row?.length !== table.columns.length) throw damaged(file);
      hash.add(line);
      batch.push(row);
      if (batch.length < rowsPerBatch && left > 1) continue;
      await onRows?.(table, batch);
      batch = [];
    }
  }
  const end = (await lines.next()).value as string | undefined;
  if (end === undefined || readTrailer(end) !== hash.end()) throw damaged(file);
  if (!(await lines.next()).done) throw damaged(file);
  return header.value;
}

function headerOf(line: string | undefined, file: string): { line: string; value: BackupHeader } {
  const value = line === undefined ? null : readHeader(line);
  if (line === undefined || !value)
    throw new BackupRefusal(`${file}: This is not a backup of a central system.`);
  if (value.format > backupFormat) {
    throw new BackupRefusal(`${file}: A newer program wrote this backup (${value.program}). Use that one.`);
  }
  return { line, value };
}

/** Splits at line feeds only: JSON text may hold other characters that end lines elsewhere. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const text = new PassThrough();
  const failed = pipeline(createReadStream(file), createZstdDecompress(), text).then(
    () => null,
    (error: unknown) => error,
  );
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  try {
    for await (const part of text) {
      const lines = (rest + decoder.decode(part as Buffer, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (error) {
    throw plainly((await failed) ?? error, file);
  }
  const error = await failed;
  if (error) throw plainly(error, file);
  if (rest !== '') throw damaged(file);
}

function plainly(error: unknown, file: string): unknown {
  const { code = '' } = error as NodeJS.ErrnoException;
  const isContent = code.startsWith('ZSTD') || code.startsWith('Z_') || code.startsWith('ERR_');
  return isContent ? damaged(file) : error;
}
