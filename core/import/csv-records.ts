/** One record of delimited text. */
export interface CsvRecord {
  readonly cells: string[];
  /** True when its quotation marks do not pair up: it was read as one plain line instead. */
  readonly isBroken: boolean;
}

/** Reads delimited text that arrives in pieces. */
export interface CsvReader {
  /** Takes the next piece (line ends already `\n`) and returns the records completed by it. */
  readonly feed: (text: string, isLast: boolean) => CsvRecord[];
}

/** A spreadsheet cell holds no more; a quotation mark still open after that was never closed. */
const longestQuoted = 40_000;

type Taken = { readonly record: CsvRecord; readonly next: number };

/**
 * Makes a reader of comma-, semicolon-, tab- or bar-separated text (RFC 4180, quoted line ends included).
 * A stray quotation mark costs its own line, never the rows after it.
 */
export function csvReader(delimiter: string): CsvReader {
  let rest = '';
  return {
    feed: (text, isLast) => {
      const buffer = rest + text;
      const records: CsvRecord[] = [];
      let at = 0;
      while (at < buffer.length) {
        const taken = takeRecord(buffer, at, { delimiter, isLast });
        if (!taken) break;
        records.push(taken.record);
        at = taken.next;
      }
      rest = buffer.slice(at);
      return records;
    },
  };
}

interface Mode {
  readonly delimiter: string;
  readonly isLast: boolean;
}

function takeRecord(buffer: string, start: number, mode: Mode): Taken | null {
  const newline = buffer.indexOf('\n', start);
  if (newline < 0 && !mode.isLast) return null;
  const end = newline < 0 ? buffer.length : newline;
  const line = buffer.slice(start, end);
  if (!line.includes('"')) return plain(line, end, mode.delimiter, false);
  const quoted = takeQuoted(buffer, start, mode);
  return quoted === 'BROKEN' ? plain(line, end, mode.delimiter, true) : quoted;
}

function plain(line: string, end: number, delimiter: string, isBroken: boolean): Taken {
  return { record: { cells: line.split(delimiter), isBroken }, next: end + 1 };
}

function takeQuoted(buffer: string, start: number, mode: Mode): Taken | 'BROKEN' | null {
  const cells: string[] = [];
  let at = start;
  for (;;) {
    const cell = buffer[at] === '"' ? quotedCell(buffer, at, mode) : plainCell(buffer, at, mode);
    if (cell === null || cell === 'BROKEN') return cell;
    cells.push(cell.text);
    if (buffer[cell.end] !== mode.delimiter)
      return { record: { cells, isBroken: false }, next: cell.end + 1 };
    at = cell.end + 1;
  }
}

function plainCell(buffer: string, at: number, mode: Mode): { text: string; end: number } | null {
  const newline = buffer.indexOf('\n', at);
  if (newline < 0 && !mode.isLast) return null;
  const lineEnd = newline < 0 ? buffer.length : newline;
  const mark = buffer.indexOf(mode.delimiter, at);
  const end = mark < 0 || mark > lineEnd ? lineEnd : mark;
  return { text: buffer.slice(at, end), end };
}

function quotedCell(buffer: string, at: number, mode: Mode): { text: string; end: number } | 'BROKEN' | null {
  let close = buffer.indexOf('"', at + 1);
  while (close >= 0 && buffer[close + 1] === '"') close = buffer.indexOf('"', close + 2);
  const length = (close < 0 ? buffer.length : close) - at;
  if (length > longestQuoted) return 'BROKEN';
  if (close < 0) return mode.isLast ? 'BROKEN' : null;
  let end = close + 1;
  while (buffer[end] === ' ') end += 1;
  if (end >= buffer.length && !mode.isLast) return null;
  if (end < buffer.length && buffer[end] !== mode.delimiter && buffer[end] !== '\n') return 'BROKEN';
  return { text: buffer.slice(at + 1, close).replaceAll('""', '"'), end };
}
