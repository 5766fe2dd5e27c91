import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';

const folders: string[] = [];

/** Makes an empty folder with that word in its name; removed after the test file, once its other hooks are through. */
export function testFolder(name = 'test'): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), `zhike-${name}-`));
  folders.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
