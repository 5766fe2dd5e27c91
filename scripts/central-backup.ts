import { checkBackup, restoreBackup } from '#central/backup/restore.ts';
import { writeBackup } from '#central/backup/write.ts';
import { onDatabase } from '#scripts/central-database.ts';
import type { CentralArguments } from '#scripts/central-options.ts';

type Print = (line: string) => void;

/** Writes the whole database to a file, whether or not a centre is at work on it. */
export async function backup(wish: CentralArguments, print: Print): Promise<void> {
  const order = { file: wish.file, now: Date.now() };
  const { rows, file } = await onDatabase(wish, { mayShare: true, mayCreate: false }, ({ pool }) =>
    writeBackup(pool, order),
  );
  print(`${rows} rows are in ${file}.`);
}

/** Puts a backup into the database and says what follows for devices. */
export async function restore(wish: CentralArguments, print: Print): Promise<void> {
  const order = { file: wish.file, replace: wish.replace, now: Date.now() };
  // A damaged file is refused before a database is made for it.
  await checkBackup(wish.file);
  const restored = await onDatabase(wish, { mayShare: false, mayCreate: true }, ({ pool }) =>
    restoreBackup(pool, order),
  );
  const { rows, tenants, createdAt, keptRevoked } = restored;
  print(`${rows} rows of ${tenants} branches are back as they were on ${new Date(createdAt).toISOString()}.`);
  print(
    'Devices notice by themselves, fetch the book anew and send again what they had been acknowledged since.',
  );
  print('Devices enrolled since then are unknown and need a new code; codes that were open are spent.');
  print(
    wish.replace
      ? `${keptRevoked} devices revoked since then stay revoked.`
      : 'Revoke again whatever was revoked since then.',
  );
}
