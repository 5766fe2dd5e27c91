import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fail, ok, type Result } from '#core/base/result.ts';
import type { PaperFile } from '#workstation/risk/paper/record.ts';

/** Why a folder took no file: what the system said, and the folder. */
export interface FolderRefusal {
  readonly code: string;
  readonly folder: string;
}

/** Returns the folder that is proposed for papers on this machine. */
export function proposedFolder(): string {
  return path.join(os.homedir(), 'Documents', 'Zhike');
}

/**
 * Writes a paper into a folder of this machine, which is made where it does not exist; whole or not at all. Two papers
 * of one name on one day lie beside each other.
 */
export async function savePaper(
  { name, bytes, fileSha256 }: PaperFile,
  folder: string,
): Promise<Result<string, FolderRefusal>> {
  if (!path.isAbsolute(folder)) return fail({ code: 'NOT_ABSOLUTE', folder });
  const { name: stem, ext } = path.parse(name);
  const file = path.join(folder, `${stem}_${fileSha256.slice(0, 8)}${ext}`);
  const half = `${file}.part`;
  try {
    await makeFolder(folder);
    await writeWhole(half, bytes);
    await rename(half, file);
    return ok(file);
  } catch (error) {
    await rm(half, { force: true }).catch(() => undefined);
    return fail({ code: (error as NodeJS.ErrnoException).code ?? 'UNKNOWN', folder });
  }
}

/** Level by level: `recursive` never ends on a file system that says ENOENT to every new folder. */
async function makeFolder(folder: string): Promise<void> {
  const code = await mkdir(folder).then(
    () => null,
    (error: NodeJS.ErrnoException) => error.code,
  );
  if (code === null) return;
  const above = path.dirname(folder);
  if (code === 'ENOENT' && above !== folder) {
    await makeFolder(above);
    await mkdir(folder);
  } else if (!(await stat(folder)).isDirectory()) {
    throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' });
  }
}

async function writeWhole(file: string, bytes: Buffer): Promise<void> {
  const handle = await open(file, 'w', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
