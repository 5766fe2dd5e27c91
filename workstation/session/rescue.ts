import { z } from 'zod';
import { writeSyncState } from '#db/changes/sync-state.ts';
import type { WritableDb } from '#db/handles.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import { keepRescue, readRescue } from '#db/rescue-file.ts';
import { placesOf } from '#db/salvage-source.ts';
import type { RandomBytes } from '#db/vault.ts';

const rescue = z.object({
  /** Who this store belongs to, as `sync_state` holds it under these keys. */
  identity: z.record(z.string(), z.unknown()),
  places: z.array(z.object({ name: z.string(), sql: z.string(), rootpage: z.int().positive() })),
});
type Rescue = z.infer<typeof rescue>;

/** What a store is nobody's without: enrolment, and the identity taken since where there is one. */
const identityKeys = ['enrolment', 'identity'] as const;

/**
 * Keeps beside the store, sealed with its key, what a repair needs when the pages that hold it are damaged: who the
 * device is and where the tables lie. A disk that does not take it stops nobody's work.
 */
export function keepRescueOf(
  db: WritableDb,
  { file, key, randomBytes }: { file: string; key: Uint8Array; randomBytes: RandomBytes },
): void {
  const identity = Object.fromEntries(
    identityKeys
      .map((name) => [name, readSyncState(db, name)] as const)
      .filter(([, value]) => value !== null),
  );
  try {
    keepRescue(file, { key, randomBytes, value: { identity, places: placesOf(db) } satisfies Rescue });
  } catch {
    // What was kept before still stands, and the next start tries again.
  }
}

/** Reads what was kept; nothing where there is no such file, or it is damaged or of another store. */
export function readRescueOf(file: string, key: Uint8Array): Rescue {
  const read = rescue.safeParse(readRescue(file, key));
  return read.success ? read.data : { identity: {}, places: [] };
}

/** Gives a store back the identity that its own pages no longer told. */
export function restoreIdentity(db: WritableDb, { identity }: Rescue): void {
  for (const name of identityKeys) {
    if (identity[name] !== undefined && readSyncState(db, name) === null) {
      writeSyncState(db, name, identity[name]);
    }
  }
}
