import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';

/** A file that could not be written; nothing of it was left behind. */
export class FileFailed extends Error {
  /** The system's code: ENOENT, EACCES, ENOSPC, ENOTDIR … */
  readonly code: string;

  constructor(code: string) {
    super(`The file could not be written: ${code}`);
    this.code = code;
  }
}

/** Writes a file that gets its name once it is whole and on the disk. */
export interface WholeFile {
  readonly write: (bytes: Uint8Array | string) => Promise<void>;
  /** Gives the file its name; throws `FileFailed` and leaves nothing. */
  readonly finish: () => Promise<void>;
  /** Removes what there is of it. */
  readonly discard: () => Promise<void>;
}

/** Begins a file in a folder that is there; throws `FileFailed`. */
export async function beginFile(file: string): Promise<WholeFile> {
  const draft = `${file}.part`;
  const handle = await orFail(async () => {
    const folder = await stat(path.dirname(file));
    if (!folder.isDirectory()) throw Object.assign(new Error('no folder'), { code: 'ENOTDIR' });
    return open(draft, 'w', 0o600);
  });
  const discard = async (): Promise<void> => {
    await handle.close().catch(() => undefined);
    await rm(draft, { force: true }).catch(() => undefined);
  };
  const orDiscard = (work: () => Promise<unknown>): Promise<void> =>
    orFail(work).then(
      () => undefined,
      async (error: unknown) => {
        await discard();
        throw error;
      },
    );
  return {
    write: (bytes) => orDiscard(() => writeAll(handle, bytes)),
    finish: () =>
      orDiscard(async () => {
        await handle.sync();
        await handle.close();
        await rename(draft, file);
      }),
    discard,
  };
}

async function writeAll(handle: FileHandle, bytes: Uint8Array | string): Promise<void> {
  const whole = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
  let done = 0;
  while (done < whole.length) done += (await handle.write(whole, done)).bytesWritten;
}

async function orFail<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (typeof code !== 'string') throw error;
    throw new FileFailed(code);
  }
}
