import { cellText, type TableRow } from '#core/import/cell.ts';
import { findHeaderRow, headersOf, isRepeatedHeader, type TextRow } from '#core/import/header.ts';
import {
  fileLimits,
  type FileEncoding,
  type Inspection,
  type ReadingChoice,
} from '#core/import/inspection.ts';
import { headerKey, isNeverKept, suggestMapping } from '#core/import/suggest.ts';
import type { ReadableDb } from '#db/handles.ts';
import { rememberedMapping } from '#db/queries/imports.ts';
import { findDelimiter, openCsvTable } from '#workstation/imports/csv-table.ts';
import { countUnreadable, judgeEncoding } from '#workstation/imports/encoding.ts';
import { formatOf } from '#workstation/imports/format.ts';
import { UnreadableFileError, type StagedFile } from '#workstation/imports/staged-file.ts';
import type { Table } from '#workstation/imports/table.ts';
import type { Turns } from '#workstation/imports/turns.ts';
import { openWorkbook } from '#workstation/imports/workbook.ts';

/** What the manager chose instead of what was judged; missing members are judged. */
export type ReadingWish = Partial<ReadingChoice>;

interface Opened {
  readonly table: Table;
  readonly format: Inspection['format'];
  readonly reading: Omit<ReadingChoice, 'headerRow'>;
  readonly sheets: string[];
}

const headRows = 40;
const sampleRows = 20;

/**
 * Reads a whole staged file once and says what is in it, before anything is imported: a fault anywhere in it is
 * found here. Throws `UnreadableFileError`.
 */
export async function inspectFile(
  db: ReadableDb,
  file: StagedFile,
  wish: ReadingWish,
  turns: Turns,
): Promise<Inspection> {
  const { table, format, reading, sheets } = await openTable(file, wish, turns);
  const head = await firstRows(table);
  if (head.length === 0) throw new UnreadableFileError('NO_ROWS');
  const headerRow = wish.headerRow ?? findHeaderRow(head.slice(0, 20));
  const headers = headersOf(head, headerRow);
  const samples: { rowNo: number; cells: string[] }[] = [];
  let rows = 0;
  for await (const row of dataRows(table, { headerRow, headers })) {
    rows += 1;
    if (samples.length < sampleRows) samples.push({ rowNo: row.rowNo, cells: row.cells.map(cellText) });
    if (rows > fileLimits.rows) throw new UnreadableFileError('TOO_MANY_ROWS');
    await turns.pause();
  }
  if (rows === 0) throw new UnreadableFileError('NO_ROWS');
  const unreadable = reading.encoding ? await countUnreadable(file, reading.encoding, turns) : 0;
  return {
    format,
    reading: { ...reading, headerRow },
    sheets,
    headers,
    samples,
    rows,
    unreadableCharacters: unreadable,
    suggested: suggestMapping(
      headers,
      samples.map(({ cells }) => cells),
    ),
    remembered: recall(db, headers),
    forbidden: headers.filter(isNeverKept),
  };
}

/** Opens a file by what is wished and what is judged of the rest. */
export async function openTable(file: StagedFile, wish: ReadingWish, turns: Turns): Promise<Opened> {
  const format = await formatOf(file, turns);
  if (format === 'xlsx') {
    const { table, sheet, sheets } = await openWorkbook(file, wish.sheet ?? null, turns);
    return { table, format, sheets, reading: { encoding: null, delimiter: null, sheet } };
  }
  const encoding: FileEncoding = wish.encoding ?? (await judgeEncoding(file, turns));
  const delimiter = wish.delimiter ?? (await findDelimiter(file, encoding, turns));
  const table = openCsvTable(file, { encoding, delimiter }, turns);
  return { table, format, sheets: [], reading: { encoding, delimiter, sheet: null } };
}

/** The rows below the headers, without headers met again: what counts as the rows of a file. */
export async function* dataRows(
  table: Table,
  { headerRow, headers }: { readonly headerRow: number; readonly headers: readonly string[] },
): AsyncGenerator<TableRow, void> {
  for await (const row of table.rows()) {
    if (row.rowNo <= headerRow) continue;
    if (headerRow > 0 && isRepeatedHeader(row.cells, headers)) continue;
    yield row;
  }
}

async function firstRows(table: Table): Promise<TextRow[]> {
  const head: TextRow[] = [];
  for await (const { rowNo, cells } of table.rows()) {
    head.push({ rowNo, cells: cells.map(cellText) });
    if (head.length === headRows) break;
  }
  return head;
}

function recall(db: ReadableDb, headers: readonly string[]): Inspection['remembered'] {
  const remembered = rememberedMapping(db, headerKey(headers));
  if (!remembered) return null;
  const targets = new Map(remembered.map(({ header, target }) => [header.toLowerCase().trim(), target]));
  return headers.map((header) => ({ header, target: targets.get(header.toLowerCase().trim()) ?? 'extra' }));
}
