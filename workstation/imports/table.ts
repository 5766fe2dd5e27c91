import type { TableRow } from '#core/import/cell.ts';

/** A file opened as a table: its rows one by one, each pass from the start. */
export interface Table {
  /** Yields every row that holds anything, in order; memory does not grow with the file. */
  readonly rows: () => AsyncGenerator<TableRow, void>;
  /** How far the current pass has come through the file, 0 to 1. */
  readonly progress: () => number;
}

/** True when nothing is in a row. */
export function isBlank({ cells }: TableRow): boolean {
  return cells.every((cell) => typeof cell === 'string' && cell.trim() === '');
}
