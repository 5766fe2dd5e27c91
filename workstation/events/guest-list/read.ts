import { guestListLimits } from '#core/api/event-guest-list.ts';
import { readGuestRow, type GuestDraft } from '#core/events/guest-list/draft.ts';
import { isPretix, proposeColumns, type ListTarget } from '#core/events/guest-list/words.ts';
import { cellText, type TableRow } from '#core/import/cell.ts';
import { headersOf } from '#core/import/header.ts';
import { dataRows, openTable } from '#workstation/imports/inspect.ts';
import { UnreadableFileError, type StagedFile } from '#workstation/imports/staged-file.ts';
import { takeTurns } from '#workstation/imports/turns.ts';

/** A guest list as it was read. */
export interface ReadList {
  readonly headers: string[];
  readonly columns: ListTarget[];
  readonly system: 'PRETIX' | null;
  readonly drafts: GuestDraft[];
}

/** Titles may stand above the table. */
const headRows = 20;

/**
 * Reads a list with the imports room's reader and its limits (encodings, formulas, damaged archives), in memory: a list is
 * small, and nothing of it is kept. Throws `UnreadableFileError`.
 */
export async function readGuestList(
  bytes: Uint8Array,
  columns: readonly ListTarget[] | null,
): Promise<ReadList> {
  const turns = takeTurns(null);
  const { table } = await openTable(inMemory(bytes), {}, turns);
  const rows: TableRow[] = [];
  for await (const row of table.rows()) {
    rows.push(row);
    if (rows.length > guestListLimits.rows + headRows) throw new UnreadableFileError('TOO_MANY_ROWS');
    await turns.pause();
  }
  const texts = rows.slice(0, headRows).map(({ rowNo, cells }) => ({ rowNo, cells: cells.map(cellText) }));
  const known = texts.map(({ rowNo, cells }) => ({
    rowNo,
    words: proposeColumns(cells).filter((target) => target !== 'drop').length,
  }));
  const best = known.reduce((a, b) => (b.words > a.words ? b : a), { rowNo: 0, words: 0 });
  const headerRow = best.rowNo;
  const headers = headersOf(texts, headerRow);
  const held = columns?.length === headers.length ? [...columns] : proposeColumns(headers);
  const drafts: GuestDraft[] = [];
  const again = { ...table, rows: () => replay(rows) };
  for await (const row of dataRows(again, { headerRow, headers })) {
    drafts.push(readGuestRow(row.cells.map(cellText), held, row.rowNo));
  }
  if (drafts.length === 0) throw new UnreadableFileError('NO_ROWS');
  return { headers, columns: held, system: isPretix(held) ? 'PRETIX' : null, drafts };
}

async function* replay(rows: readonly TableRow[]): AsyncGenerator<TableRow, void> {
  yield* rows;
}

function inMemory(bytes: Uint8Array): StagedFile {
  return {
    size: bytes.length,
    read: (position, length) => bytes.subarray(position, position + length),
    *pieces(from = 0, to = bytes.length) {
      yield bytes.subarray(from, to);
    },
  };
}
