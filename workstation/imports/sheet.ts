import { uncalculated, type Cell, type TableRow } from '#core/import/cell.ts';
import { dateOfSerial } from '#core/import/excel-date.ts';
import { fileLimits } from '#core/import/inspection.ts';
import type { SharedTexts } from '#workstation/imports/shared-texts.ts';
import type { StagedFile } from '#workstation/imports/staged-file.ts';
import { isBlank, type Table } from '#workstation/imports/table.ts';
import type { Turns } from '#workstation/imports/turns.ts';
import { parsePart, type XmlHandler } from '#workstation/imports/xml.ts';
import type { ZipEntry } from '#workstation/imports/zip.ts';

/** What cells refer to outside their sheet. */
export interface SheetContext {
  readonly texts: SharedTexts;
  /** By cell style: is its number shown as a day? */
  readonly dateStyles: readonly boolean[];
  readonly is1904: boolean;
}

/** Opens one sheet as a table: rows come as the sheet inflates, empty cells and rows leave nothing behind. */
export function openSheet(
  file: StagedFile,
  entry: ZipEntry,
  { context, turns }: { readonly context: SheetContext; readonly turns: Turns },
): Table {
  let done = 0;
  async function* rows(): AsyncGenerator<TableRow, void> {
    const reader = sheetReader(context);
    done = 0;
    for await (const bytes of parsePart(file, entry, { handler: reader.handler, turns })) {
      done = bytes;
      yield* reader.take();
    }
    yield* reader.take();
  }
  return { rows, progress: () => Math.min(1, done / Math.max(1, entry.size)) };
}

interface OpenCell {
  column: number;
  type: string;
  style: number;
  value: string;
  isFormula: boolean;
}

function sheetReader(context: SheetContext): { handler: XmlHandler; take: () => TableRow[] } {
  let ready: TableRow[] = [];
  let rowNo = 0;
  let nextColumn = 0;
  let cells: Cell[] = [];
  let cell: OpenCell | null = null;
  let isValue = false;
  let phonetic = 0;
  const open: XmlHandler['open'] = (name, attributes) => {
    if (name === 'row') {
      rowNo = attributes['r'] === undefined ? rowNo + 1 : Number(attributes['r']);
      nextColumn = 0;
      cells = [];
    } else if (name === 'c') {
      const column = attributes['r'] === undefined ? nextColumn : columnOf(attributes['r']);
      nextColumn = column + 1;
      const { t = 'n', s = '0' } = attributes;
      cell = { column, type: t, style: Number(s), value: '', isFormula: false };
    } else if (name === 'f' && cell) cell.isFormula = true;
    else if (name === 'rPh') phonetic += 1;
    else isValue = name === 'v' || (name === 't' && phonetic === 0);
  };
  const close = (name: string) => {
    if (name === 'c' && cell) {
      const value = valueOf(cell, context);
      if (value !== '' && cell.column < fileLimits.columns) {
        while (cells.length < cell.column) cells.push('');
        cells[cell.column] = value;
      }
      cell = null;
    } else if (name === 'row') {
      const row = { rowNo, cells };
      if (cells.length > 0 && !isBlank(row)) ready.push(row);
    } else if (name === 'rPh') phonetic -= 1;
    isValue = false;
  };
  const text = (more: string) => {
    if (isValue && cell && cell.value.length <= 32_767) cell.value += more;
  };
  return {
    handler: { open, close, text },
    take: () => {
      const taken = ready;
      ready = [];
      return taken;
    },
  };
}

/** A formula is never evaluated: the result stored beside it counts, and without one the cell says so (IM8). */
function valueOf({ type, style, value, isFormula }: OpenCell, context: SheetContext): Cell {
  if (value === '') return isFormula && type !== 'str' ? { error: uncalculated } : '';
  if (type === 's') return context.texts.at(Number(value));
  if (type === 'inlineStr' || type === 'str') return value;
  if (type === 'b') return value === '1' || value === 'true';
  if (type === 'e') return { error: value };
  if (type === 'd') return { date: value.slice(0, 10) };
  const number = Number(value);
  if (!Number.isFinite(number)) return value;
  if (!context.dateStyles[style]) return number;
  const date = dateOfSerial(number, context.is1904);
  return date === null ? number : { date };
}

function columnOf(reference: string): number {
  let column = 0;
  for (let index = 0; index < reference.length; index += 1) {
    const letter = (reference.codePointAt(index) ?? 0) & 0xdf;
    if (letter < 65 || letter > 90) break;
    column = column * 26 + (letter - 64);
  }
  return column - 1;
}
