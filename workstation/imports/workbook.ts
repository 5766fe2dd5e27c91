import { UnreadableFileError, type StagedFile } from '#workstation/imports/staged-file.ts';
import type { Table } from '#workstation/imports/table.ts';
import type { Turns } from '#workstation/imports/turns.ts';
/** x */
export async function openWorkbook(
  _file: StagedFile,
  _sheet: string | null,
  _turns: Turns,
): Promise<{ table: Table; sheet: string; sheets: string[] }> {
  throw new UnreadableFileError('CORRUPT');
}
