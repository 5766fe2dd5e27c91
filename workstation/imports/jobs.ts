import { dayMs } from '#core/base/time.ts';
import type { ImportPlan } from '#core/import/target.ts';
import { dropImportChunk, endImportRun, removeImportRun, startImportRun } from '#db/changes/import-runs.ts';
import { storeFailureOf } from '#db/store-failure.ts';
import { importRun, importRunsIn, leftoverImports } from '#db/queries/imports.ts';
import { runImport } from '#workstation/imports/job.ts';
import { UnreadableFileError } from '#workstation/imports/staged-file.ts';
import { StoppedError, takeTurns } from '#workstation/imports/turns.ts';
import type { Station } from '#workstation/station.ts';

/** The imports of an open station: started here, gone on with after a restart. */
export interface ImportJobs {
  readonly start: (importId: string, plan: ImportPlan) => void;
  /** Ends a run where it stands; rows already imported stay. False when it is not running. */
  readonly cancel: (importId: string) => boolean;
  /** Since when this process has been at it, and from which row; null when it is not. */
  readonly pace: (importId: string) => { readonly since: number; readonly fromRow: number } | null;
  /** Resolves when nothing runs. */
  readonly idle: () => Promise<void>;
  /** Stops without ending: what runs goes on when the store is opened again. */
  readonly stop: () => Promise<void>;
}

interface Job {
  readonly abort: AbortController;
  readonly pace: { readonly since: number; readonly fromRow: number };
  readonly done: Promise<void>;
  isCancelled: boolean;
}

const jobsOf = new WeakMap<Station, ImportJobs>();

/** Returns the imports of a station; the first call goes on with what a restart interrupted. */
export function importJobs(station: Station): ImportJobs {
  const known = jobsOf.get(station);
  if (known) return known;
  const jobs = makeJobs(station);
  jobsOf.set(station, jobs);
  return jobs;
}

function makeJobs(station: Station): ImportJobs {
  const running = new Map<string, Job>();
  const launch = (importId: string) => {
    const run = importRun(station.db, importId);
    if (!run || running.has(importId)) return;
    const abort = new AbortController();
    const job: Job = {
      abort,
      isCancelled: false,
      pace: { since: performance.now(), fromRow: run.rowsDone },
      done: Promise.resolve()
        .then(() => work(station, importId, { signal: abort.signal, isCancelled: () => job.isCancelled }))
        .catch(waitForDisk)
        .finally(() => running.delete(importId)),
    };
    running.set(importId, job);
  };
  for (const { id } of importRunsIn(station.db, 'RUNNING')) launch(id);
  const swept = sweep(station).catch(waitForDisk);
  const idle = async () => {
    await swept;
    await Promise.all([...running.values()].map(({ done }) => done));
  };
  return {
    start: (importId, plan) => {
      startImportRun(station.db, importId, plan, station.clock());
      launch(importId);
    },
    cancel: (importId) => {
      const job = running.get(importId);
      if (!job) return false;
      job.isCancelled = true;
      job.abort.abort();
      return true;
    },
    pace: (importId) => running.get(importId)?.pace ?? null,
    idle,
    stop: async () => {
      for (const { abort } of running.values()) abort.abort();
      await idle();
    },
  };
}

/** Where the disk does not even take how an import ended, it stands as it was: the next start goes on with it. */
function waitForDisk(error: unknown): void {
  if (storeFailureOf(error) === null) throw error;
}

/** Removes what earlier work left behind: bytes of ended imports, files nobody started within a day. */
async function sweep(station: Station): Promise<void> {
  for (const id of leftoverImports(station.db, station.clock() - dayMs)) {
    removeImportRun(station.db, id);
    await dropBytes(station, id);
    if (!station.db.open) return;
  }
}

async function work(
  station: Station,
  importId: string,
  control: { readonly signal: AbortSignal; readonly isCancelled: () => boolean },
): Promise<void> {
  const { db, clock } = station;
  const run = importRun(db, importId);
  if (!run) return;
  const tell = teller(station, importId);
  const end = (state: 'DONE' | 'CANCELLED' | 'FAILED', problem: string | null) => {
    endImportRun(db, importId, { state, problem, now: clock() });
    tell.finally();
  };
  try {
    await runImport(station, run, { turns: takeTurns(control.signal), onBatch: tell.now });
    end('DONE', null);
  } catch (error) {
    if (!db.open) return;
    if (error instanceof StoppedError && !control.isCancelled()) return;
    const failure = failureOf(error);
    end(failure === null ? 'CANCELLED' : 'FAILED', failure);
  }
  await dropBytes(station, importId);
}

/** Removes the staged bytes of a run, a chunk at a time so that calls in between are answered at once. */
export async function dropBytes(station: Station, importId: string): Promise<void> {
  const turns = takeTurns(null);
  while (station.db.open && dropImportChunk(station.db, importId)) await turns.pause();
}

function failureOf(error: unknown): string | null {
  if (error instanceof StoppedError) return null;
  if (error instanceof UnreadableFileError) return error.problem;
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : 'BUG';
}

/** Tells the screens how far it is, at most four times a second, and that clients changed, once a second. */
function teller(station: Station, importId: string): { now: () => void; finally: () => void } {
  let toldAt = 0;
  let rowsToldAt = performance.now();
  const tellRows = () => station.live.publish('signal', { kind: 'rows', entities: ['client', 'consent'] });
  const tellImport = () => station.live.publish('signal', { kind: 'import', importId });
  return {
    now: () => {
      const at = performance.now();
      if (at - toldAt >= 250) {
        toldAt = at;
        tellImport();
      }
      if (at - rowsToldAt < 1000) return;
      rowsToldAt = at;
      tellRows();
    },
    finally: () => {
      tellRows();
      tellImport();
    },
  };
}
