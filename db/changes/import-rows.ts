import type { RowReading } from '#core/import/client-row.ts';
import { noCounts, type DuplicateChoice, type RowOutcome } from '#core/import/outcome.ts';
import { derive } from '#db/changes/derive.ts';
import { addImportCounts } from '#db/changes/import-runs.ts';
import {
  createClient,
  fillClient,
  remember,
  settleRow,
  type ImportContext,
  type ImportOrder,
  type ImportWork,
} from '#db/changes/import-settle.ts';
import { moveCount, takeWaiting } from '#db/changes/import-waiting.ts';
import { throughGate } from '#db/gate.ts';
import type { WritableDb } from '#db/handles.ts';
import type { WaitingRow } from '#db/queries/imports.ts';
import { readRow } from '#db/rows.ts';

/** A row the manager decided about, read again by its run's plan. */
export interface DecidedRow {
  readonly row: WaitingRow;
  readonly reading: RowReading;
}

/** Where imported rows go, and by which order. */
export interface ImportInto {
  readonly db: WritableDb;
  readonly context: ImportContext;
  readonly order: ImportOrder;
}

/**
 * Takes a batch of rows in one transaction: clients with their change log, waiting rows, identities, progress.
 * Either all of it is durable when this returns, or none of it happened.
 */
export function importRows(into: ImportInto, readings: readonly RowReading[]): void {
  within(into, (work) => {
    const counts = noCounts();
    for (const reading of readings) counts[settleRow(work, reading, null)] += 1;
    addImportCounts(into.db, into.order.importId, { rows: readings.length, counts });
  });
}

/** Takes waiting rows anew, corrected or under a restated plan, in one transaction; returns what became of each. */
export function importCorrected(into: ImportInto, corrected: readonly DecidedRow[]): RowOutcome[] {
  return within(into, (work) =>
    corrected.map(({ row, reading }) => {
      takeWaiting(into.db, row.id);
      const outcome = settleRow(work, reading, row);
      moveCount(into.db, row, outcome);
      return outcome;
    }),
  );
}

/** Settles rows whose client is known, in one transaction; returns what became of each. */
export function resolveDuplicates(
  into: ImportInto,
  decided: readonly DecidedRow[],
  choice: DuplicateChoice,
): RowOutcome[] {
  return within(into, (work) => decided.map((one) => resolve(work, one, choice)));
}

function resolve(work: ImportWork, { row, reading }: DecidedRow, choice: DuplicateChoice): RowOutcome {
  const { db } = work;
  takeWaiting(db, row.id);
  const known = row.matchedClientId === null ? null : readRow(db, 'client', row.matchedClientId);
  const isNew = choice === 'NEW' || (choice === 'FILL' && !known);
  const outcome = isNew
    ? createClient(work, reading, row.identity)
    : known && choice === 'FILL'
      ? fillClient(work, reading, known)
      : 'skipped';
  if (known && !isNew) remember(work, known.id, [row.identity]);
  moveCount(db, row, outcome);
  return outcome;
}

/** Opens the gate for a piece of work and brings derived data up to date once, at its end. */
function within<Value>({ db, context, order }: ImportInto, run: (work: ImportWork) => Value): Value {
  return throughGate(db, () => {
    const work: ImportWork = { db, context, order, touched: [] };
    const value = run(work);
    derive(db, work.touched, context.now);
    return value;
  });
}
