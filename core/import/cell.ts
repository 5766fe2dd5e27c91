import { withoutEscape } from '#core/import/export-cell.ts';

/**
 * What one cell of a file holds. Text as written; a number by its value, however it was displayed;
 * a date already freed of its serial number; an error value; or a formula that was never calculated.
 */
export type Cell = string | number | boolean | { readonly date: string } | { readonly error: string };

/** One row of a file: its number as a spreadsheet would show it, and its cells from the left. */
export interface TableRow {
  readonly rowNo: number;
  readonly cells: readonly Cell[];
  /** True when the row's quotation marks do not pair up, so that its cells cannot be trusted. */
  readonly isBroken?: boolean;
}

/** A formula without a stored result: never evaluated here (IM8). */
export const uncalculated = '#UNCALCULATED';

/** Beyond this a spreadsheet keeps no more digits: the rest would be invented. */
const lastExactNumber = 1e15;

const errorText = /^#(?:N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|UNCALCULATED)$/i;

/** Returns a cell as plain text, trimmed; numbers by value, never in an exponent while their digits are known. */
export function cellText(cell: Cell): string {
  if (typeof cell === 'string') return withoutEscape(cell.trim());
  if (typeof cell === 'number') return numberText(cell);
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
  return 'date' in cell ? cell.date : cell.error;
}

/** True for an error value, whether a spreadsheet stored it or a csv spells it out. */
export function isErrorText(text: string): boolean {
  return text.startsWith('#') && errorText.test(text);
}

function numberText(value: number): string {
  if (Number.isInteger(value)) {
    return Math.abs(value) < lastExactNumber ? String(value) : value.toExponential();
  }
  return String(Number(value.toPrecision(15)));
}
