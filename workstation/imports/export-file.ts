import { csvLine, type OutCell } from '#core/import/export-cell.ts';
import { takeTurns } from '#workstation/imports/turns.ts';
import { xlsxWriter } from '#workstation/imports/write-xlsx.ts';

/** What a file on its way out is made of. */
export interface OutTable {
  readonly format: 'csv' | 'xlsx';
  readonly sheetName: string;
  readonly headers: readonly string[];
  readonly total: number;
  /** The rows, some at a time; reading them is what takes long. */
  readonly pages: () => Iterable<readonly (readonly OutCell[])[]>;
}

export interface FilePiece {
  readonly rows: number;
  readonly total: number;
  readonly bytes: string;
}

/** UTF-8 with a byte order mark, because spreadsheets take csv without one for the local code page. */
const mark = '\uFEFF';
const pieceBytes = 192 * 1024;

/** Writes a table as a file, piece by piece, giving way to other calls in between. */
export async function* writeFile(table: OutTable): AsyncGenerator<FilePiece, void> {
  const turns = takeTurns(null);
  const writer = table.format === 'csv' ? csvWriter() : xlsxWriter(table.sheetName);
  let rows = 0;
  let ready = [Buffer.from(writer.add([table.headers]))];
  const take = () => {
    const bytes = Buffer.concat(ready).toString('base64');
    ready = [];
    return { rows, total: table.total, bytes };
  };
  for (const page of table.pages()) {
    ready.push(Buffer.from(writer.add(page)));
    rows += page.length;
    if (ready.reduce((sum, { length }) => sum + length, 0) >= pieceBytes) yield take();
    await turns.pause();
  }
  ready.push(Buffer.from(writer.end()));
  yield take();
}

function csvWriter(): { add: (rows: readonly (readonly OutCell[])[]) => Uint8Array; end: () => Uint8Array } {
  let isFirst = true;
  return {
    add: (rows) => {
      const text = rows.map(csvLine).join('');
      const marked = isFirst ? mark + text : text;
      isFirst = false;
      return Buffer.from(marked);
    },
    end: () => new Uint8Array(),
  };
}
