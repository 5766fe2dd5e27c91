import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';

const fontFile = path.join('resources', 'fonts', 'NotoSansSC-Regular.ttf.br');

/** Unpacking takes longer than printing: once read, the 10 MB stay. */
let read: Promise<Buffer> | null = null;

/** Reads the Chinese font that papers are printed with; it ships with the program, so that no machine needs one. */
export function readFont(): Promise<Buffer> {
  read ??= unpack().catch((error: unknown) => {
    read = null;
    throw error;
  });
  return read;
}

async function unpack(): Promise<Buffer> {
  return promisify(brotliDecompress)(await readFile(findUp(import.meta.dirname)));
}

/** The program lies at different depths as sources and packed; its resources lie beside it in both. */
function findUp(from: string): string {
  const file = path.join(from, fontFile);
  if (existsSync(file)) return file;
  const above = path.dirname(from);
  if (above === from) throw new Error(`${fontFile} is missing from the program.`);
  return findUp(above);
}
