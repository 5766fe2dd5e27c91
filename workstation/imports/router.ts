import { judgePlan } from '#core/import/plan.ts';
import { removeImportRun, restateImportRun } from '#db/changes/import-runs.ts';
import { importRun, importRuns, waitingRow, waitingRows, type ImportRun } from '#db/queries/imports.ts';
import { os } from '#workstation/base.ts';
import { discardRows, fixRow, rejudgeRows, resolveRows } from '#workstation/imports/decide.ts';
import { exportClients } from '#workstation/imports/export-clients.ts';
import { exportQuarantine } from '#workstation/imports/export-quarantine.ts';
import { dropBytes, importJobs } from '#workstation/imports/jobs.ts';
import { beginImport, inspectImport, receiveBytes } from '#workstation/imports/receive.ts';
import { runLine, waitingView } from '#workstation/imports/run-view.ts';
import { UnreadableFileError } from '#workstation/imports/staged-file.ts';
import type { Station } from '#workstation/station.ts';

interface Refusals {
  readonly NOT_FOUND: () => Error;
}

export const importsRouter = {
  begin: os.imports.begin.handler(({ input, context, errors }) => {
    try {
      return { importId: beginImport(context.station, input) };
    } catch (error) {
      throw error instanceof UnreadableFileError
        ? errors.UNREADABLE({ data: { problem: error.problem } })
        : error;
    }
  }),
  append: os.imports.append.handler(async ({ input, context: { station }, errors }) => {
    const bytes = new Uint8Array(await input.bytes.arrayBuffer());
    const run = runOf(station, input.importId, errors);
    if (run.state !== 'RECEIVING') throw errors.NOT_READY();
    const received = receiveBytes(station, run, input.offset, bytes);
    if (received === run.receivedBytes) throw errors.OUT_OF_STEP({ data: { received } });
    return { received };
  }),
  inspect: os.imports.inspect.handler(async ({ input, context: { station }, errors }) => {
    const run = runOf(station, input.importId, errors);
    const isComplete = run.receivedBytes === run.fileBytes;
    if (!['RECEIVING', 'READY'].includes(run.state) || !isComplete) throw errors.NOT_READY();
    try {
      return await inspectImport(station, run, input.wish);
    } catch (error) {
      throw error instanceof UnreadableFileError
        ? errors.UNREADABLE({ data: { problem: error.problem } })
        : error;
    }
  }),
  start: os.imports.start.handler(({ input, context: { station }, errors }) => {
    const run = runOf(station, input.importId, errors);
    if (run.state !== 'READY' || !run.inspection) throw errors.NOT_READY();
    const problem = judgePlan(input.plan, run.inspection);
    if (problem) throw errors.BAD_PLAN({ data: { problem } });
    importJobs(station).start(run.id, input.plan);
  }),
  cancel: os.imports.cancel.handler(async ({ input, context: { station }, errors }) => {
    const run = runOf(station, input.importId, errors);
    if (run.state === 'RUNNING' && importJobs(station).cancel(run.id)) return;
    if (!['RECEIVING', 'READY'].includes(run.state)) throw errors.NOT_READY();
    removeImportRun(station.db, run.id);
    await dropBytes(station, run.id);
  }),
  get: os.imports.get.handler(({ input, context: { station }, errors }) => {
    const run = runOf(station, input.importId, errors);
    return { ...runLine(station, run), plan: run.plan, inspection: run.inspection };
  }),
  list: os.imports.list.handler(({ context: { station } }) =>
    importRuns(station.db).map((run) => runLine(station, run)),
  ),
  rows: os.imports.rows.handler(({ input, context: { station }, errors }) => {
    const run = runOf(station, input.importId, errors);
    const total = input.state === 'DUPLICATE' ? run.counts.duplicate : run.counts.quarantined;
    const rows = waitingRows(station.db, run.id, input).map((row) => waitingView(station, run, row));
    return { total, rows };
  }),
  fix: os.imports.fix.handler(({ input, context: { station }, errors }) => {
    const row = waitingRow(station.db, input.rowId);
    if (!row) throw errors.NOT_FOUND();
    if (row.state !== 'QUARANTINED') throw errors.NOT_READY();
    const run = runOf(station, row.importId, errors);
    const outcome = fixRow(station, run, { ...row, cells: input.cells });
    const left = waitingRow(station.db, row.id);
    return { outcome, row: left && waitingView(station, run, left) };
  }),
  discard: os.imports.discard.handler(async ({ input, context: { station }, errors }) => ({
    count: await discardRows(station, runOf(station, input.importId, errors), input.rowIds),
  })),
  resolve: os.imports.resolve.handler(({ input, context: { station }, errors }) =>
    resolveRows(station, runOf(station, input.importId, errors), input),
  ),
  restate: os.imports.restate.handler(({ input, context: { station }, errors }) => {
    const run = runOf(station, input.importId, errors);
    if (!run.plan || !run.inspection || run.state === 'RUNNING') throw errors.NOT_READY();
    const { importId: _importId, ...stated } = input;
    const plan = { ...run.plan, ...stated };
    const problem = judgePlan(plan, run.inspection);
    if (problem) throw errors.BAD_PLAN({ data: { problem } });
    restateImportRun(station.db, run.id, plan);
    return rejudgeRows(station, { ...run, plan });
  }),
  exportQuarantine: os.imports.exportQuarantine.handler(async function* ({ input, context, errors }) {
    const { station } = context;
    yield* exportQuarantine(station, runOf(station, input.importId, errors), input);
  }),
  exportClients: os.imports.exportClients.handler(async function* ({ input, context }) {
    yield* exportClients(context.station, input);
  }),
};

function runOf(station: Station, importId: string, errors: Refusals): ImportRun {
  const run = importRun(station.db, importId);
  if (!run) throw errors.NOT_FOUND();
  return run;
}
