import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** One file of the built screen, ready to send. */
export interface Asset {
  readonly body: Buffer;
  readonly type: string;
  /** True for files whose name carries a hash of their content. */
  readonly isFrozen: boolean;
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mp3': 'audio/mpeg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.wav': 'audio/wav',
  '.woff2': 'font/woff2',
};

/** Reads a file of the built screen by its address; null where there is none or it lies outside the folder. */
export async function readAsset(folder: string, address: string): Promise<Asset | null> {
  const file = fileOf(folder, address);
  const type = file && types[path.extname(file)];
  if (!file || !type) return null;
  try {
    return { body: await readFile(file), type, isFrozen: address.startsWith('/assets/') };
  } catch {
    return null;
  }
}

function fileOf(folder: string, address: string): string | null {
  try {
    const file = path.join(folder, decodeURIComponent(address === '/' ? '/index.html' : address));
    return file.startsWith(folder + path.sep) && !file.includes('\0') ? file : null;
  } catch {
    return null;
  }
}
