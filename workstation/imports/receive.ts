import { fileLimits, type Inspection } from '#core/import/inspection.ts';
import { appendImportBytes, createImportRun, endImportRun, saveInspection } from '#db/changes/import-runs.ts';
import type { ImportRun } from '#db/queries/imports.ts';
import { inspectFile, type ReadingWish } from '#workstation/imports/inspect.ts';
import { dropBytes } from '#workstation/imports/jobs.ts';
import { digestOf, openStagedFile, UnreadableFileError } from '#workstation/imports/staged-file.ts';
import { takeTurns } from '#workstation/imports/turns.ts';
import type { Station } from '#workstation/station.ts';

/** Opens a run for a file about to arrive. Throws `UnreadableFileError` when it is empty or too large. */
export function beginImport(
  station: Station,
  file: { readonly fileName: string; readonly fileBytes: number },
): string {
  if (file.fileBytes === 0) throw new UnreadableFileError('EMPTY');
  if (file.fileBytes > fileLimits.fileBytes) throw new UnreadableFileError('TOO_LARGE');
  const id = station.newId();
  createImportRun(station.db, { id, ...file, managerId: station.me.managerId }, station.clock());
  return id;
}

/** Stages bytes that follow those received; returns how many there are now, unchanged when these do not follow. */
export function receiveBytes(station: Station, run: ImportRun, offset: number, bytes: Uint8Array): number {
  const isNext = offset === run.receivedBytes && offset + bytes.length <= run.fileBytes;
  if (!isNext) return run.receivedBytes;
  return appendImportBytes(station.db, run.id, { position: offset, bytes });
}

/**
 * Reads a complete file and keeps what was found. A file that cannot be read ends the run and its bytes are removed;
 * a wish that does not fit the file only fails.
 */
export async function inspectImport(
  station: Station,
  run: ImportRun,
  wish: ReadingWish,
): Promise<Inspection> {
  const turns = takeTurns(null);
  const file = openStagedFile(station.db, run.id, run.fileBytes);
  try {
    const sha256 = run.sha256 ?? (await digestOf(file, turns));
    const inspection = await inspectFile(station.db, file, wish, turns);
    saveInspection(station.db, run.id, { sha256, inspection });
    return inspection;
  } catch (error) {
    if (error instanceof UnreadableFileError && run.inspection === null) {
      const now = station.clock();
      endImportRun(station.db, run.id, { state: 'FAILED', problem: error.problem, now });
      await dropBytes(station, run.id);
    }
    throw error;
  }
}
