import { cellText, type Cell } from '#core/import/cell.ts';
import { nameHeaders, targetOfHeader } from '#core/import/suggest.ts';

/** The first rows of a file as text. */
export interface TextRow {
  readonly rowNo: number;
  readonly cells: readonly string[];
}

/**
 * Finds the row with the headers among the first rows; 0 when the file has none. Titles above the table
 * (one filled cell, or fewer known words) are passed over; a first row of values is data, not headers.
 */
export function findHeaderRow(rows: readonly TextRow[]): number {
  const known = rows.map(({ rowNo, cells }) => ({
    rowNo,
    words: new Set(cells.map(targetOfHeader).filter((target) => target !== null)).size,
  }));
  const best = known.reduce((a, b) => (b.words > a.words ? b : a), { rowNo: 0, words: 0 });
  if (best.words >= 2) return best.rowNo;
  const width = Math.max(0, ...rows.map(filled));
  const first = rows.find((row) => filled(row) * 2 > width);
  if (!first) return 0;
  if (best.words === 1 && best.rowNo === first.rowNo) return first.rowNo;
  return first.cells.some((cell) => /^[\d\s.,+\-/:¥%]+$/.test(cell)) || rows.length < 2 ? 0 : first.rowNo;
}

/** Names the columns: by the header row, and by their letters where it says nothing. */
export function headersOf(rows: readonly TextRow[], headerRow: number): string[] {
  const header = rows.find(({ rowNo }) => rowNo === headerRow)?.cells ?? [];
  const below = rows.filter(({ rowNo }) => rowNo > headerRow);
  const width = Math.max(lastFilled(header), commonWidth(below));
  return nameHeaders(Array.from({ length: width }, (_, column) => header[column] ?? ''));
}

/** True for a header row met again further down, as in sheets pasted together. */
export function isRepeatedHeader(cells: readonly Cell[], headers: readonly string[]): boolean {
  return headers.every((header, column) => cellText(cells[column] ?? '') === header);
}

/** A column without a header counts when at least half of the rows use it; fewer rows are shifted, not wider. */
function commonWidth(rows: readonly TextRow[]): number {
  const widths = rows.map(({ cells }) => lastFilled(cells)).sort((a, b) => a - b);
  return widths[Math.floor((widths.length - 1) / 2)] ?? 0;
}

function filled({ cells }: TextRow): number {
  return cells.filter((cell) => cell !== '').length;
}

function lastFilled(cells: readonly string[]): number {
  return cells.findLastIndex((cell) => cell !== '') + 1;
}
