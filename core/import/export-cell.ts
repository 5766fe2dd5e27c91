import { columnLetters } from '#core/import/column-letters.ts';

/** A value on its way into a file: text, or a number that stays one. */
export type OutCell = string | number | null;

const formulaStart = /^[=+\-@\t\r]/;
const escapedFormula = /^'(?=[=+\-@\t\r])/;

/** Returns a text that no spreadsheet takes for a formula (IM8): a dangerous first sign gets an apostrophe before it. */
export function inertText(text: string): string {
  return formulaStart.test(text) ? `'${text}` : text;
}

/** Takes the apostrophe off again when such a file is read. */
export function withoutEscape(text: string): string {
  return text.replace(escapedFormula, '');
}

/** Returns one line of csv (RFC 4180, CRLF); texts are inert, numbers plain. */
export function csvLine(cells: readonly OutCell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** Returns one row of a sheet; texts are inline, so nothing in them is ever evaluated. */
export function sheetRow(cells: readonly OutCell[], rowNo: number): string {
  const texts = cells.map((cell, column) => sheetCell(cell, `${columnLetters(column)}${rowNo}`));
  return `<row r="${rowNo}">${texts.join('')}</row>`;
}

/** Returns a text as XML content, without the control characters that XML cannot carry. */
export function xmlText(text: string): string {
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      // oxlint-disable-next-line no-control-regex -- these are the characters to remove
      .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
  );
}

function csvCell(cell: OutCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = inertText(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const longestCell = 32_767;

function sheetCell(cell: OutCell, at: string): string {
  if (cell === null || cell === '') return '';
  if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`;
  const text = xmlText(cell.slice(0, longestCell));
  return `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
}
