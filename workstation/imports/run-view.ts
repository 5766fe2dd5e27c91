import type { ImportRunLine, ImportWaitingRow } from '#core/api/imports.ts';
import { maskPhone } from '#core/clients/phone.ts';
import { readClientTexts } from '#core/import/client-row.ts';
import { differencesOf } from '#core/import/draft.ts';
import type { ImportRun, WaitingRow } from '#db/queries/imports.ts';
import { readRow } from '#db/rows.ts';
import { importJobs } from '#workstation/imports/jobs.ts';
import type { Station } from '#workstation/station.ts';

/** A run as screens list it, with the time left while it runs. */
export function runLine(station: Station, run: ImportRun): ImportRunLine {
  const { number: _number, inspection: _inspection, plan: _plan, managerId: _managerId, ...line } = run;
  return { ...line, timeLeftMs: timeLeft(station, run) };
}

/** A waiting row as screens show it, with what differs from the client on file. */
export function waitingView(station: Station, run: ImportRun, row: WaitingRow): ImportWaitingRow {
  const { id, rowNo, cells, issues } = row;
  return { id, rowNo, cells, issues, match: matchOf(station, run, row) };
}

function matchOf(station: Station, run: ImportRun, row: WaitingRow): ImportWaitingRow['match'] {
  const { matchedClientId, matchedBy, isMatchedInFile } = row;
  const known = matchedClientId === null ? null : readRow(station.db, 'client', matchedClientId);
  if (!known || !matchedBy || !run.plan) return null;
  const { draft } = readClientTexts(row.cells, run.plan, { rowNo: row.rowNo, fileName: run.fileName });
  const differences = differencesOf(draft, known.data).map((one) =>
    one.field === 'phone'
      ? { ...one, incoming: maskPhone(one.incoming), known: one.known && maskPhone(one.known) }
      : one,
  );
  return {
    clientId: known.id,
    name: known.data.name,
    phoneMasked: known.data.phone === null ? null : maskPhone(known.data.phone),
    by: matchedBy,
    isInFile: isMatchedInFile,
    differences,
  };
}

function timeLeft(station: Station, { id, rowsDone, rowsTotal }: ImportRun): number | null {
  const pace = importJobs(station).pace(id);
  if (!pace || rowsTotal === null || rowsDone <= pace.fromRow) return null;
  const msPerRow = (performance.now() - pace.since) / (rowsDone - pace.fromRow);
  return Math.round(msPerRow * Math.max(0, rowsTotal - rowsDone));
}
