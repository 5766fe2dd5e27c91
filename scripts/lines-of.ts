import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';

/** A line of a file with its number, counted from 1 as editors do. */
export interface Line {
  readonly text: string;
  readonly number: number;
}

/**
 * Yields the lines of a file that hold something, `-` for standard input; rejects where it cannot be read. A file that
 * begins with UTF-16's mark, as PowerShell writes them, is read as such; the mark itself belongs to no line.
 */
export async function* linesOf(file: string): AsyncGenerator<Line> {
  const input = file === '-' ? process.stdin : createReadStream(file, { encoding: await encodingOf(file) });
  let number = 0;
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    number += 1;
    const text = number === 1 ? line.replace(/^\uFEFF/, '') : line;
    if (text.trim() !== '') yield { text, number };
  }
}

async function encodingOf(file: string): Promise<'utf8' | 'utf16le'> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer.readUInt16LE() === 0xfeff ? 'utf16le' : 'utf8';
  } finally {
    await handle.close();
  }
}
