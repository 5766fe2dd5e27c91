import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const ends: (() => void)[] = [];

/** Has something done once the test file's own hooks are through: the last asked for first. */
export function atEndOfFile(end: () => void): void {
  ends.push(end);
}

/** Does what is to be done at the end of a test file. */
export function endFile(): void {
  for (const end of ends.splice(0).toReversed()) end();
}

/** Makes an empty folder with that word in its name; removed at the end of the test file. */
export function testFolder(name = 'test'): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), `zhike-${name}-`));
  atEndOfFile(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
