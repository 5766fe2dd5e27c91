import { hash } from 'node:crypto';
import { readClientRow, type RowReading } from '#core/import/client-row.ts';
import { refIdentity, rememberRefs } from '#db/changes/import-identity.ts';
import { importRows } from '#db/changes/import-rows.ts';
import type { ImportContext, ImportOrder } from '#db/changes/import-settle.ts';
import { clientRefs, type ImportRun } from '#db/queries/imports.ts';
import { dataRows, openTable } from '#workstation/imports/inspect.ts';
import { openStagedFile } from '#workstation/imports/staged-file.ts';
import type { Turns } from '#workstation/imports/turns.ts';
import type { Station } from '#workstation/station.ts';

/** Rows of one transaction: enough that the disk is not the limit, few enough that a call waits but a moment. */
const batch = { least: 50, most: 500, aimMs: 20 } as const;

/** What the change functions need of this station. */
export function importContext(station: Station): ImportContext {
  const { clock, newId, nextHlc, me } = station;
  return { now: clock(), newId, nextHlc, managerId: me.managerId, hash: shortHash };
}

/** The order a run works by. Throws when the run was never started. */
export function orderOf(run: ImportRun): ImportOrder {
  if (!run.plan) throw new Error(`Import ${run.id} was never started.`);
  const proof = [run.fileName, `sha256:${run.sha256 ?? ''}`, run.plan.statement];
  return { importId: run.id, run: run.number, plan: run.plan, evidence: proof.join(' · ').slice(0, 4000) };
}

/**
 * Imports the rows of a started run that are not done yet, batch by batch; each batch is durable with its progress,
 * so a killed process goes on after the last one. Calls `onBatch` after each.
 */
export async function runImport(
  station: Station,
  run: ImportRun,
  work: { readonly turns: Turns; readonly onBatch: () => void },
): Promise<void> {
  const { inspection } = run;
  if (!inspection) throw new Error(`Import ${run.id} was never inspected.`);
  const { turns, onBatch } = work;
  const order = orderOf(run);
  await learnRefs(station, order, turns);
  const file = openStagedFile(station.db, run.id, run.fileBytes);
  const { table } = await openTable(file, inspection.reading, turns);
  const { headerRow } = inspection.reading;
  let size: number = batch.least;
  let waiting: RowReading[] = [];
  let toSkip = run.rowsDone;
  const flush = () => {
    if (waiting.length === 0) return;
    const since = performance.now();
    importRows({ db: station.db, context: importContext(station), order }, waiting);
    size = nextSize(size, performance.now() - since);
    waiting = [];
    onBatch();
  };
  for await (const row of dataRows(table, { headerRow, headers: inspection.headers })) {
    if (toSkip > 0) toSkip -= 1;
    else waiting.push(readClientRow(row, order.plan, run.fileName));
    if (waiting.length >= size) flush();
    await turns.pause();
  }
  flush();
}

/** Customer numbers that arrived by sync or by hand are found again, too: read once before the rows. */
async function learnRefs(station: Station, order: ImportOrder, turns: Turns): Promise<void> {
  const column = order.plan.columns.find(({ target }) => target === 'ref');
  if (!column) return;
  let after: string | null = '';
  while (after !== null) {
    const page = clientRefs(station.db, column.header, { after, limit: 500 });
    const refs = page.refs.map(({ id, ref }) => ({
      hash: shortHash(refIdentity(`${column.header}\u0002${ref}`)),
      clientId: id,
    }));
    rememberRefs(station.db, refs);
    after = page.last;
    await turns.pause();
  }
}

function nextSize(size: number, tookMs: number): number {
  const aimed = Math.round(size * (batch.aimMs / Math.max(1, tookMs)));
  return Math.max(batch.least, Math.min(batch.most, aimed, size * 2));
}

/** Half of SHA-256: 128 bits tell any two rows apart, and the store stays small. */
function shortHash(text: string): Uint8Array {
  return hash('sha256', text, 'buffer').subarray(0, 16);
}
