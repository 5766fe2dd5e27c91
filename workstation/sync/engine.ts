import { minuteMs } from '#core/base/time.ts';
import type { Random } from '#core/base/ids.ts';
import type { Comparison } from '#core/sync/compare.ts';
import { retryParked } from '#db/changes/confirm.ts';
import { pruneJournal } from '#db/changes/settle.ts';
import { countWaiting } from '#db/queries/outbox.ts';
import type { SyncEngine } from '#workstation/host.ts';
import { createCentralClient, type CentralClient } from '#workstation/sync/central-client.ts';
import { isPassing, problemOf, SyncProblem, type ProblemCode } from '#workstation/sync/problem.ts';
import { runRound, type RoundMemory } from '#workstation/sync/round.ts';
import { createStatusBoard } from '#workstation/sync/status-board.ts';
import type { Station } from '#workstation/station.ts';

/** Timers as arguments, so that tests and simulations own the passing of time. */
export interface Timers {
  readonly set: (work: () => void, delayMs: number) => unknown;
  readonly clear: (timer: unknown) => void;
}

export interface SyncOptions {
  readonly station: Station;
  readonly centralUrl: string;
  readonly deviceToken: string;
  readonly fetch?: typeof fetch;
  readonly timers?: Timers;
  readonly random?: Random;
  /** Rows per page of a first sync or pull. */
  readonly pageRows?: number;
  /** A stopwatch in milliseconds; it sizes the pages of a first sync by how long the last one took to write. */
  readonly elapsedMs?: () => number;
  /** Lets the process do something else between two steps of long work; by default one turn of its event loop. */
  readonly breath?: () => Promise<void>;
  /** Hears of every problem by its code, and of the error behind it. */
  readonly log?: (code: ProblemCode, error: unknown) => void;
}

const pollMs = 5_000;
const afterCommitMs = 200;
const blockedMs = minuteMs / 2;
const backoffFirstMs = 1_000;
const backoffMostMs = minuteMs;
const defaultPageRows = 1_000;

const systemTimers: Timers = {
  set: (work, delayMs) => setTimeout(work, delayMs),
  clear: (timer) => clearTimeout(timer as NodeJS.Timeout),
};

const systemBreath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Starts keeping a station in step with the centre; the first round begins at once. */
export function startSync(options: SyncOptions): SyncEngine {
  const abort = new AbortController();
  const central = createCentralClient({
    url: options.centralUrl,
    token: options.deviceToken,
    fetch: options.fetch,
    signal: abort.signal,
  });
  return runEngine(options, central, abort);
}

/**
 * Runs the engine over any client of the centre. Time, timers, randomness, network and breaths are arguments: with all
 * of them given, nothing here depends on when or where it runs.
 */
export function runEngine(
  options: Omit<SyncOptions, 'centralUrl' | 'deviceToken' | 'fetch'>,
  central: CentralClient,
  abort: AbortController = new AbortController(),
): SyncEngine {
  const { station, timers = systemTimers, random = Math.random, pageRows = defaultPageRows } = options;
  const board = createStatusBoard(station);
  const { elapsedMs = () => performance.now(), breath = systemBreath } = options;
  const context = { station, central, board, pageRows, elapsedMs, breath };
  const memory: RoundMemory = { isIntroduced: false, isUnproved: true };
  let failures = 0;
  let running: Promise<Comparison | null> | null = null;
  let timer: unknown = null;
  let noticeTimer: unknown = null;

  const plan = (delayMs: number) => {
    timers.clear(timer);
    if (!abort.signal.aborted) timer = timers.set(() => void run(false), delayMs);
  };
  const succeed = (comparison: Comparison | null) => {
    failures = 0;
    const isDifferent = (comparison ?? board.read().proof)?.isEqual === false;
    board.show({
      phase: isDifferent ? 'blocked' : 'synced',
      problem: isDifferent ? 'DIFFERENT' : null,
      progress: null,
    });
    return comparison;
  };
  const stumble = (error: unknown) => {
    const { code } = problemOf(error);
    memory.isIntroduced = false;
    failures += 1;
    if (abort.signal.aborted) return null;
    options.log?.(code, error);
    board.show({ phase: isPassing(code) ? 'offline' : 'blocked', problem: code });
    return null;
  };
  const nextDelay = () => {
    if (failures === 0) return countWaiting(station.db) > 0 ? afterCommitMs : pollMs;
    if (board.read().phase === 'blocked') return blockedMs;
    const limit = Math.min(backoffMostMs, backoffFirstMs * 2 ** Math.min(failures - 1, 10));
    return limit * (0.5 + random() / 2);
  };
  const run = (isProofWanted: boolean): Promise<Comparison | null> => {
    if (abort.signal.aborted) return Promise.resolve(null);
    timers.clear(timer);
    running ??= runRound(context, memory, isProofWanted)
      .then(succeed, stumble)
      .finally(() => {
        running = null;
        if (!abort.signal.aborted) plan(nextDelay());
      });
    return running;
  };
  /** Runs a round that starts after this call, so that what was just committed is in it. */
  const runAfresh = async (isProofWanted: boolean) => {
    if (running) await running;
    return run(isProofWanted);
  };
  const unsubscribe = station.live.subscribe('signal', (signal) => {
    if (signal.kind !== 'rows' || noticeTimer !== null || abort.signal.aborted) return;
    noticeTimer = timers.set(() => {
      noticeTimer = null;
      board.show({});
      if (!running && failures === 0 && countWaiting(station.db) > 0) void run(false);
    }, afterCommitMs);
  });

  retryParked(station.db, station.clock());
  pruneJournal(station.db, station.clock());
  plan(0);
  return {
    status: board.read,
    syncNow: async () => {
      await runAfresh(false);
    },
    prove: async () => {
      const comparison = await runAfresh(true);
      if (!comparison) throw new SyncProblem((board.read().problem as ProblemCode | null) ?? 'UNREACHABLE');
      return comparison;
    },
    stop: async () => {
      abort.abort();
      unsubscribe();
      timers.clear(timer);
      timers.clear(noticeTimer);
      await running;
    },
  };
}
