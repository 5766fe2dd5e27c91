import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { NewId } from '#core/base/ids.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import type { Clock, Instant } from '#core/base/time.ts';
import { createHlc } from '#core/sync/hlc.ts';
import { writeSyncState, hlcStore } from '#db/changes/sync-state.ts';
import { isIntact } from '#db/check.ts';
import { folderProblemOf } from '#db/folder-lock.ts';
import type { WritableDb } from '#db/handles.ts';
import type { Migration } from '#db/migrate.ts';
import { openStore } from '#db/open.ts';
import { salvage, type Salvage } from '#db/salvage.ts';
import { openDamaged } from '#db/salvage-source.ts';
import { readTextFile, replaceFile, syncFolder } from '#db/vault-file.ts';
import type { BookPaths } from '#workstation/session/book.ts';
import { readEnrolment } from '#workstation/session/enrolment.ts';
import { readRescueOf, restoreIdentity } from '#workstation/session/rescue.ts';

/** What a repair did, for the person who asked for it. */
export interface Repair extends Salvage {
  /** The folder, inside the book's, where the damaged files lie untouched. */
  readonly aside: string;
}

interface RepairTools {
  readonly migrations: readonly Migration[];
  readonly clock: Clock;
  readonly newId: NewId;
}

const storeEnds = ['', '-wal', '-shm'] as const;
const doneFile = 'done.json';

/**
 * Makes a new store of what can be read of the damaged one, puts the damaged files aside (never deletes them) and the
 * new store in their place. A program killed meanwhile finds either the damaged store or the whole new one. Fails with
 * WRONG_KEY where not one row can be read, IDENTITY_LOST where nothing says whose store it is, and the folder's problem;
 * nothing has changed then.
 */
export async function repairBook(
  paths: BookPaths,
  key: Uint8Array,
  tools: RepairTools,
): Promise<Result<Repair, string>> {
  const folder = repairFolder(paths);
  try {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { mode: 0o700 });
    const made = await makeStore(paths, key, tools);
    if (!made.ok) {
      discardQuietly(folder);
      return made;
    }
    const aside = asideFolder(tools.clock());
    replaceFile(path.join(folder, doneFile), JSON.stringify({ aside }));
    finishRepair(paths);
    return ok({ ...made.value, aside });
  } catch (error) {
    discardQuietly(folder);
    return fail(folderProblemOf(error));
  }
}

/** What cannot be removed now is removed when the book is next looked at. */
function discardQuietly(folder: string): void {
  try {
    if (!existsSync(path.join(folder, doneFile))) rmSync(folder, { recursive: true, force: true });
  } catch {
    // The answer is the first failure, not this one.
  }
}

/** Ends a repair whose new store was finished, and discards one that was not. Call before looking at the book. */
export function finishRepair(paths: BookPaths): void {
  const folder = repairFolder(paths);
  const done = readTextFile(path.join(folder, doneFile));
  const finished = path.join(folder, 'store.db');
  if (done !== null && existsSync(finished)) {
    const aside = path.join(paths.folder, (JSON.parse(done) as { aside: string }).aside);
    mkdirSync(aside, { recursive: true, mode: 0o700 });
    // The store before its WAL: a store must never be opened without the WAL that belongs to it, nor with another's.
    for (const end of storeEnds) {
      const file = paths.store + end;
      if (existsSync(file)) renameSync(file, path.join(aside, path.basename(file)));
    }
    syncFolder(paths.folder);
    renameSync(finished, paths.store);
    syncFolder(paths.folder);
  }
  if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
}

async function makeStore(
  paths: BookPaths,
  key: Uint8Array,
  { migrations, clock, newId }: RepairTools,
): Promise<Result<Salvage, string>> {
  const folder = repairFolder(paths);
  const rescue = readRescueOf(paths.rescue, key);
  const db = openStore(path.join(folder, 'store.db'), key, migrations);
  try {
    const scratch = path.join(folder, 'scratch.db');
    const source = openDamaged({ file: paths.store, scratch }, key, rescue.places);
    try {
      const found = await inTurns(salvage(source, db, { now: clock(), newId, nextHlc: lazyHlc(db, clock) }));
      if (found.rows === 0 && found.waiting === 0 && found.damaged.includes('sync_state')) {
        return fail('WRONG_KEY');
      }
      restoreIdentity(db, rescue);
      if (!readEnrolment(db)) return fail('IDENTITY_LOST');
      writeSyncState(db, 'repairedAt', clock());
      return isIntact(db) ? ok(found) : fail('CORRUPT');
    } finally {
      source.close();
    }
  } finally {
    db.close();
  }
}

/** The device's clock, begun only when a change has to be written: its last reading must have come along by then. */
function lazyHlc(db: WritableDb, clock: Clock): () => string {
  let next: (() => string) | null = null;
  return () => {
    next ??= createHlc(clock, () => readEnrolment(db)?.deviceId ?? 'repair', hlcStore(db));
    return next();
  };
}

/** Leaves the screen its turn between two steps. */
async function inTurns<Value>(steps: Generator<undefined, Value>): Promise<Value> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function repairFolder({ folder }: BookPaths): string {
  return path.join(folder, 'repair');
}

function asideFolder(now: Instant): string {
  return `damaged-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}`;
}
