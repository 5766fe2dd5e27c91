import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { makeFolderBy } from '#core/base/folder.ts';

/** Makes a folder and those above it that are missing; throws the system's error. */
export function makeFolder(folder: string, mode: number): void {
  const make = (path: string): void => mkdirSync(path, { mode });
  makeFolderBy({ isThere: existsSync, above: dirname, make }, resolve(folder));
}
