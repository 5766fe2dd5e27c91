import type { TableRow } from '#core/import/cell.ts';
import { judgeDelimiter, type Delimiter } from '#core/import/csv-judge.ts';
import { csvReader, type CsvRecord } from '#core/import/csv-records.ts';
import type { FileEncoding } from '#core/import/inspection.ts';
import { decodedText } from '#workstation/imports/encoding.ts';
import type { StagedFile } from '#workstation/imports/staged-file.ts';
import { isBlank, type Table } from '#workstation/imports/table.ts';
import type { Turns } from '#workstation/imports/turns.ts';

/** Opens delimited text as a table. Every row counts as its place among the records, as a spreadsheet numbers it. */
export function openCsvTable(
  file: StagedFile,
  reading: { readonly encoding: FileEncoding; readonly delimiter: Delimiter },
  turns: Turns,
): Table {
  let doneChars = 0;
  async function* rows(): AsyncGenerator<TableRow, void> {
    const reader = csvReader(reading.delimiter);
    let rowNo = 0;
    doneChars = 0;
    for await (const text of unifiedText(file, reading.encoding, turns)) {
      doneChars += text.length;
      for (const record of reader.feed(text, false)) {
        rowNo += 1;
        if (!isSeparatorLine(record, rowNo)) yield* rowOf(record, rowNo);
      }
    }
    for (const record of reader.feed('', true)) {
      rowNo += 1;
      yield* rowOf(record, rowNo);
    }
  }
  const bytesOfChar = reading.encoding.startsWith('utf-16') ? 2 : 1.3;
  return { rows, progress: () => Math.min(1, (doneChars * bytesOfChar) / Math.max(1, file.size)) };
}

/** Finds the delimiter in the first 64 Ki characters of a file. */
export async function findDelimiter(
  file: StagedFile,
  encoding: FileEncoding,
  turns: Turns,
): Promise<Delimiter> {
  let sample = '';
  for await (const text of unifiedText(file, encoding, turns)) {
    sample += text;
    if (sample.length >= 65_536) break;
  }
  return judgeDelimiter(sample.slice(0, 65_536));
}

function* rowOf({ cells, isBroken }: CsvRecord, rowNo: number): Generator<TableRow, void> {
  const row: TableRow = isBroken ? { rowNo, cells, isBroken } : { rowNo, cells };
  if (!isBlank(row)) yield row;
}

/** The line `sep=;` by which spreadsheets state the delimiter is no row. */
function isSeparatorLine({ cells }: CsvRecord, rowNo: number): boolean {
  return rowNo === 1 && /^sep=/i.test(cells[0] ?? '');
}

/** Line ends of every kind become one, also where a file mixes them or a piece ends inside one. */
async function* unifiedText(
  file: StagedFile,
  encoding: FileEncoding,
  turns: Turns,
): AsyncGenerator<string, void> {
  let isCarried = false;
  for await (const text of decodedText(file, encoding, turns)) {
    let whole: string = isCarried ? `\r${text}` : text;
    isCarried = whole.endsWith('\r');
    if (isCarried) whole = whole.slice(0, -1);
    yield whole.includes('\r') ? whole.replaceAll(/\r\n?/g, '\n') : whole;
  }
  if (isCarried) yield '\n';
}
