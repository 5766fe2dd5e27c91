import { readClientTexts } from '#core/import/client-row.ts';
import { noCounts, type DuplicateChoice, type ImportCounts, type RowOutcome } from '#core/import/outcome.ts';
import {
  importCorrected,
  resolveDuplicates,
  type DecidedRow,
  type ImportInto,
} from '#db/changes/import-rows.ts';
import { discardWaiting } from '#db/changes/import-waiting.ts';
import { waitingRow, waitingRows, type ImportRun, type WaitingRow } from '#db/queries/imports.ts';
import { importContext, orderOf } from '#workstation/imports/job.ts';
import { takeTurns } from '#workstation/imports/turns.ts';
import type { Station } from '#workstation/station.ts';

const pageSize = 100;

/** Judges a quarantined row anew with the cells as corrected, and imports it if it is sound now. */
export function fixRow(station: Station, run: ImportRun, fixed: WaitingRow): RowOutcome {
  const [outcome] = importCorrected(intoOf(station, run), [decided(run, fixed)]);
  announce(station, run.id);
  return outcome ?? 'quarantined';
}

/** Settles duplicates in one way, a page at a time; all of the run when no ids are given. */
export async function resolveRows(
  station: Station,
  run: ImportRun,
  decision: { readonly rowIds: readonly string[] | null; readonly choice: DuplicateChoice },
): Promise<ImportCounts> {
  return eachPage(station, run, { state: 'DUPLICATE', rowIds: decision.rowIds }, (rows) =>
    resolveDuplicates(
      intoOf(station, run),
      rows.map((row) => decided(run, row)),
      decision.choice,
    ),
  );
}

/** Throws quarantined rows away, a page at a time; all of the run when no ids are given. */
export async function discardRows(
  station: Station,
  run: ImportRun,
  rowIds: readonly string[] | null,
): Promise<number> {
  const counts = await eachPage(station, run, { state: 'QUARANTINED', rowIds }, (rows) => {
    discardWaiting(
      station.db,
      rows.map(({ id }) => id),
    );
    return rows.map(() => 'discarded');
  });
  return counts.discarded;
}

/** Judges every quarantined row of a run anew under its (restated) plan. */
export async function rejudgeRows(station: Station, run: ImportRun): Promise<ImportCounts> {
  return eachPage(station, run, { state: 'QUARANTINED', rowIds: null }, (rows) =>
    importCorrected(
      intoOf(station, run),
      rows.map((row) => decided(run, row)),
    ),
  );
}

type Which = { readonly state: WaitingRow['state']; readonly rowIds: readonly string[] | null };

/** Rows that stay in the list are passed over; the others leave it, so the offset counts only those that stayed. */
async function eachPage(
  station: Station,
  run: ImportRun,
  which: Which,
  work: (rows: WaitingRow[]) => RowOutcome[],
): Promise<ImportCounts> {
  const counts = noCounts();
  const turns = takeTurns(null);
  const stays: RowOutcome = which.state === 'QUARANTINED' ? 'quarantined' : 'duplicate';
  let offset = 0;
  for (;;) {
    const rows = pageOf(station, run, which, offset);
    if (rows.length === 0) break;
    for (const outcome of work(rows)) counts[outcome] += 1;
    offset = which.rowIds === null ? counts[stays] : offset + pageSize;
    await turns.pause();
  }
  announce(station, run.id);
  return counts;
}

function pageOf(station: Station, run: ImportRun, { state, rowIds }: Which, offset: number): WaitingRow[] {
  if (rowIds === null) return waitingRows(station.db, run.id, { state, offset, limit: pageSize });
  return rowIds
    .slice(offset, offset + pageSize)
    .map((id) => waitingRow(station.db, id))
    .filter((row) => row !== null && row.state === state && row.importId === run.id) as WaitingRow[];
}

function decided(run: ImportRun, row: WaitingRow): DecidedRow {
  const { plan, fileName } = run;
  if (!plan) throw new Error(`Import ${run.id} was never started.`);
  return { row, reading: readClientTexts(row.cells, plan, { rowNo: row.rowNo, fileName }) };
}

function intoOf(station: Station, run: ImportRun): ImportInto {
  return { db: station.db, context: importContext(station), order: orderOf(run) };
}

function announce(station: Station, importId: string): void {
  station.live.publish('signal', { kind: 'rows', entities: ['client', 'consent'] });
  station.live.publish('signal', { kind: 'import', importId });
}
