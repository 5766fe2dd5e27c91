import { mkdirSync } from 'node:fs';
import { fail, ok, type Result } from '#core/base/result.ts';
import { weaknessOf } from '#core/session/passphrase.ts';

import { folderProblemOf } from '#db/folder-lock.ts';
import type { WritableDb } from '#db/handles.ts';
import type { Migration } from '#db/migrate.ts';
import { openStore } from '#db/open.ts';
import { createVault, writeKeyFile, type VaultTools } from '#db/vault.ts';
import { adoptBook, bookPaths, discardSetup } from '#workstation/session/book.ts';
import { saveEnrolment } from '#workstation/session/enrolment.ts';
import type { SessionFailure } from '#workstation/session/failure.ts';
import type { Enrolment, EnrolFailure } from '#workstation/sync/enrol.ts';

export interface SetUpInput {
  readonly centralUrl: string;
  readonly deviceName: string;
  readonly passphrase: string;
}

export interface SetUpTools {
  readonly dataDir: string;
  readonly migrations: readonly Migration[];
  readonly vault: VaultTools;
  /** Spends the one-time code; called last but one, when everything on this side is ready. */
  readonly enrol: () => Promise<Result<Enrolment, EnrolFailure>>;
}

/**
 * Makes a whole book or none: key file and store are built in the `setup` folder, then the code is spent, then
 * the folder takes its place by one rename. Disk failures show before the code is spent; a program killed
 * between leaves `setup` behind, which the next start discards.
 */
export async function setUpBook(
  { centralUrl, deviceName, passphrase }: SetUpInput,
  { dataDir, migrations, vault, enrol }: SetUpTools,
): Promise<Result<{ key: Uint8Array; recoveryKey: string }, SessionFailure>> {
  if (weaknessOf(passphrase)) return fail({ code: 'WEAK_PASSPHRASE' });
  const paths = bookPaths(dataDir, 'setup');
  let db: WritableDb | null = null;
  try {
    discardSetup(dataDir);
    mkdirSync(paths.folder, { mode: 0o700 });
    const { keyFile, key, recoveryKey } = await createVault(passphrase, vault);
    writeKeyFile(paths.keyFile, keyFile);
    db = openStore(paths.store, key, migrations);
    const enrolment = await enrol();
    if (!enrolment.ok) return fail({ code: enrolment.error });
    saveEnrolment(db, { ...enrolment.value, centralUrl, deviceName });
    db.close();
    adoptBook(dataDir);
    return ok({ key, recoveryKey });
  } catch (error) {
    return fail({ code: 'FOLDER_FAILED', data: { code: folderProblemOf(error) } });
  } finally {
    db?.close();
    discardQuietly(dataDir);
  }
}

/** What cannot be removed now is removed at the next start. */
function discardQuietly(dataDir: string): void {
  try {
    discardSetup(dataDir);
  } catch {
    // The answer to the user is the first failure, not this one.
  }
}
