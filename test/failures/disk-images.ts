import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import type { WritableDb } from '#db/handles.ts';
import { freshStoreFile } from '#test/support/store.ts';

/** Calls `hook` before every statement that a store runs from now on; a hook that throws is the statement's failure. */
export function beforeStatements(
  db: WritableDb,
  hook: (text: string, values: readonly unknown[]) => void,
): void {
  const prepare = db.prepare.bind(db) as unknown as (
    text: string,
  ) => Record<string, (...values: unknown[]) => unknown>;
  const tapped = (text: string): unknown => {
    const statement = prepare(text);
    for (const name of ['run', 'get', 'all'] as const) {
      const work = statement[name]?.bind(statement);
      statement[name] = (...values) => {
        hook(text, values);
        return work?.(...values);
      };
    }
    return statement;
  };
  Object.assign(db, { prepare: tapped });
}

/** The different states of a store's files in the order in which a kill would have left them. */
export interface DiskImages {
  /** Keeps the files as they are now, if they differ from the last ones kept. */
  readonly take: () => void;
  /** Paths of copies, oldest first. */
  readonly files: string[];
}

/** Collects what a process killed at any chosen moment would leave of a store. */
export function diskImages(file: string): DiskImages {
  const files: string[] = [];
  let last = '';
  const take = (): void => {
    const parts = [file, `${file}-wal`].filter(existsSync);
    const hash = createHash('sha256');
    for (const part of parts) hash.update(readFileSync(part));
    const state = hash.digest('hex');
    if (state === last) return;
    last = state;
    const copy = freshStoreFile();
    for (const part of parts) copyFileSync(part, part.replace(file, copy));
    files.push(copy);
  };
  return { take, files };
}
