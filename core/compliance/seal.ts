import { canonicalJson } from '#core/sync/canonical.ts';

/** What the first line of a sealed file has in the place of the hash before it. */
export const noHash = '0'.repeat(64);

/** Returns the SHA-256 of a text in UTF-8, in hexadecimal. */
export type Sha256 = (text: string) => string;

/** Writes lines that each carry the hash of the one before. */
export interface Sealer {
  /** Returns the next line, without its line feed. */
  readonly line: (content: Readonly<Record<string, unknown>>) => string;
  /** The hash of the last line written. */
  readonly head: () => string;
  /** Lines written. */
  readonly count: () => number;
}

/** Makes a sealer of a new file (docs/audit-file.md): canonical JSON, `n` counting from 0, `prev` the hash before. */
export function createSealer(sha256: Sha256): Sealer {
  let prev = noHash;
  let n = 0;
  return {
    line: (content) => {
      const line = canonicalJson({ ...content, n, prev });
      prev = sha256(line);
      n += 1;
      return line;
    },
    head: () => prev,
    count: () => n,
  };
}

/** What is wrong with a sealed file, and in which line, counted from 1 as editors do. */
export interface SealFault {
  readonly line: number;
  readonly problem:
    | 'NOT_JSON'
    | 'NOT_CANONICAL'
    | 'CHANGED'
    | 'MISSING_BEFORE'
    | 'NO_HEADER'
    | 'NO_END'
    | 'WRONG_COUNT'
    | 'AFTER_END';
}

/** What a whole sealed file says of itself. */
export interface SealReport {
  readonly fault: SealFault | null;
  /** Lines between the first and the last. */
  readonly entries: number;
  /** The hash before the last line, over which a signature is. */
  readonly head: string;
  readonly header: Readonly<Record<string, unknown>> | null;
  readonly end: Readonly<Record<string, unknown>> | null;
}

/** Looks through a sealed file line by line and finds the first line that is not as it was written. */
export interface SealReader {
  /** Takes the next line, without its line feed; false once a fault was found. */
  readonly take: (line: string) => boolean;
  /** Says how it stands after the last line. */
  readonly finish: () => SealReport;
}

type Line = Readonly<Record<string, unknown>>;

/** Makes a reader of a sealed file. */
export function createSealReader(sha256: Sha256): SealReader {
  let prev = noHash;
  let count = 0;
  let header: Line | null = null;
  let end: Line | null = null;
  let head = noHash;
  let fault: SealFault | null = null;
  const found = (problem: SealFault['problem'], line = count): false => {
    fault = { line, problem };
    return false;
  };
  const take = (text: string): boolean => {
    if (fault) return false;
    count += 1;
    if (end) return found('AFTER_END');
    const line = parsed(text);
    if (!line) return found('NOT_JSON');
    if (canonicalJson(line) !== text) return found('NOT_CANONICAL');
    if (line['n'] !== count - 1) return found('MISSING_BEFORE');
    // What this line says of the one before does not hold: that one was changed since.
    if (line['prev'] !== prev) return found('CHANGED', Math.max(1, count - 1));
    if (count === 1 && line['kind'] !== 'zhike-audit') return found('NO_HEADER');
    if (count === 1) header = line;
    if (line['kind'] === 'end') {
      end = line;
      head = prev;
      if (line['count'] !== count - 2) return found('WRONG_COUNT');
    }
    prev = sha256(text);
    return true;
  };
  return {
    take,
    finish: () => {
      if (!fault && !end) found('NO_END', count + 1);
      return { fault, entries: Math.max(0, count - (end ? 2 : 1)), head, header, end };
    },
  };
}

function parsed(text: string): Line | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Line) : null;
  } catch {
    return null;
  }
}
