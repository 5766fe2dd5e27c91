import type { Instant } from '#core/base/time.ts';
import type { Random } from '#core/base/ids.ts';
import { schemaVersion } from '#core/sync/protocol.ts';
import { retryParked } from '#db/changes/confirm.ts';
import { beginRebuild } from '#db/changes/bootstrap.ts';
import { writeMetered } from '#db/changes/metered.ts';
import { noteExit, noteStart } from '#db/changes/sync-state.ts';
import { pruneJournal } from '#db/changes/settle.ts';
import { hasOutgoing } from '#db/queries/outbox.ts';
import type { CentralClient } from '#workstation/sync/central-client.ts';
import type { Ending, SyncContext } from '#workstation/sync/context.ts';
import { keepLine, type LiveLine, type OpenLine } from '#workstation/sync/live-line.ts';
import { blockedMs, nextDelay, soonMs, type Timers } from '#workstation/sync/pace.ts';
import { isPassing, problemOf, SyncProblem, type ProblemCode } from '#workstation/sync/problem.ts';
import { runRound, type Proved, type RoundMemory, type Wish } from '#workstation/sync/round.ts';
import { createStatusBoard } from '#workstation/sync/status-board.ts';
import type { DeviceIdentity } from '#db/queries/sync.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import type { Station } from '#workstation/station.ts';

/** What an engine runs on. Everything but the station has a default, or may be left out. */
export interface EngineOptions {
  readonly station: Station;
  readonly timers?: Timers;
  readonly random?: Random;
  /** Rows per page of a first sync or pull. */
  readonly pageRows?: number;
  /** A stopwatch in milliseconds; it sizes the pages of a first sync by how long the last one took to write. */
  readonly elapsedMs?: () => number;
  /** Lets the process do something else between two steps of long work; by default one turn of its event loop. */
  readonly breath?: () => Promise<void>;
  /** Opens the line on which the centre tells of news; left out, the centre is only asked. */
  readonly openLine?: OpenLine;
  /** Hears of the identity a forked copy was given, once the store has taken it. */
  readonly onIdentity?: (identity: DeviceIdentity) => void;
  /** How this device ends once it was revoked; left out, it hands in what it holds and keeps its copy. */
  readonly ending?: Ending;
  /** Hears of every problem by its code, and of the error behind it. */
  readonly log?: (code: ProblemCode, error: unknown) => void;
}

const defaultPageRows = 1_500;

/** The machine's own timers. */
export const systemTimers: Timers = {
  set: (work, delayMs) => setTimeout(work, delayMs),
  clear: (timer) => clearTimeout(timer as NodeJS.Timeout),
};

const systemBreath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Keeps a station in step with the centre by rounds: planned, asked for, or begun by a change or a poke. */
export class Engine {
  readonly #context: SyncContext;
  readonly #options: EngineOptions;
  readonly #timers: Timers;
  readonly #random: Random;
  readonly #abort: AbortController;
  readonly #memory: RoundMemory = { isIntroduced: false, isUnproved: true };
  readonly #line: LiveLine | null;
  readonly #unsubscribe: () => void;
  #failures = 0;
  #hasNews = false;
  #running: Promise<Proved | null> | null = null;
  #timer: unknown = null;
  #noticeTimer: unknown = null;

  constructor(options: EngineOptions, central: CentralClient, abort: AbortController) {
    const { station, timers = systemTimers, random = Math.random, openLine } = options;
    this.#options = options;
    this.#timers = timers;
    this.#random = random;
    this.#abort = abort;
    this.#context = {
      station,
      central,
      board: createStatusBoard(station),
      centre: { schema: schemaVersion, seq: 0 },
      pageRows: options.pageRows ?? defaultPageRows,
      elapsedMs: options.elapsedMs ?? (() => performance.now()),
      breath: options.breath ?? systemBreath,
      onIdentity: (identity) => this.#takeIdentity(identity),
      ending: options.ending ?? null,
    };
    const onNews = (seq: number): void => this.#hear(seq);
    const onChange = (isUp: boolean): void => this.#lineChanged(isUp);
    this.#line = openLine ? keepLine({ open: openLine, timers, random, onNews, onChange }) : null;
    this.#attempt(() => {
      noteStart(station.db);
      retryParked(station.db, station.clock());
      pruneJournal(station.db, lastHeard(station));
    });
    this.#unsubscribe = station.live.subscribe('signal', ({ kind }) => {
      if (kind === 'rows') this.#notice();
    });
    this.#plan(0);
  }

  status() {
    return this.#context.board.read();
  }

  async syncNow(): Promise<void> {
    await this.#runAfresh('exchange');
  }

  /** Runs a round that must end with a comparison; throws the problem that prevents it. */
  async insist(wish: Wish): Promise<Proved> {
    const proved = await this.#runAfresh(wish);
    if (proved) return proved;
    throw new SyncProblem((this.status().problem as ProblemCode | null) ?? 'UNREACHABLE');
  }

  async rebuild(): Promise<void> {
    while (this.#running) await this.#running;
    beginRebuild(this.#context.station.db);
    await this.#runAfresh('exchange');
  }

  setMetered(isMetered: boolean): void {
    writeMetered(this.#context.station.db, isMetered);
    this.#context.board.show({ isMetered });
    if (isMetered) this.#line?.stop();
    else void this.#run('exchange');
  }

  /** Asks the centre something beside the rounds; throws a `SyncProblem` where it does not answer. */
  async ask<Answer>(question: () => Promise<Answer>): Promise<Answer> {
    try {
      return await question();
    } catch (error) {
      throw problemOf(error);
    }
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    this.#unsubscribe();
    this.#timers.clear(this.#timer);
    this.#timers.clear(this.#noticeTimer);
    this.#line?.stop();
    await this.#running;
    // A full disk must not keep a store from being locked; without the note its hashes are recomputed next time.
    this.#attempt(() => noteExit(this.#context.station.db));
  }

  /** Starts a round, or joins the one that runs. */
  #run(wish: Wish): Promise<Proved | null> {
    if (this.#isStopped()) return Promise.resolve(null);
    this.#timers.clear(this.#timer);
    if (!this.#running) {
      this.#hasNews = false;
      this.#running = runRound(this.#context, this.#memory, wish)
        .then(
          (proved) => this.#succeed(proved),
          (error: unknown) => this.#stumble(error),
        )
        .catch((error: unknown) => this.#survive(error))
        .finally(() => {
          this.#running = null;
          this.#attempt(() => this.#plan(this.#nextDelay()));
        });
    }
    return this.#running;
  }

  /** Runs a round that starts after this call, so that what was just committed is in it. */
  async #runAfresh(wish: Wish): Promise<Proved | null> {
    // Asked again after each wait: of several who waited for one round, the first has started the next.
    while (this.#running) await this.#running;
    return this.#run(wish);
  }

  #plan(delayMs: number): void {
    this.#timers.clear(this.#timer);
    if (!this.#isStopped()) this.#timer = this.#timers.set(() => void this.#run('exchange'), delayMs);
  }

  #nextDelay(): number {
    const { phase, isMetered } = this.status();
    const isUrgent = this.#hasNews || this.#hasOutgoing();
    const isLive = this.#line?.isUp() ?? false;
    const standing = {
      failures: this.#failures,
      isBlocked: phase === 'blocked',
      isUrgent,
      isLive,
      isMetered,
    };
    return nextDelay(standing, this.#random);
  }

  #succeed(proved: Proved | null): Proved | null {
    const { board } = this.#context;
    this.#failures = 0;
    const isDifferent = (proved ?? board.read().proof)?.isEqual === false;
    board.show({
      phase: isDifferent ? 'blocked' : 'synced',
      problem: isDifferent ? 'DIFFERENT' : null,
      progress: null,
    });
    if (!this.#isStopped() && !board.read().isMetered) this.#line?.start();
    return proved;
  }

  #stumble(error: unknown): null {
    const { code } = problemOf(error);
    this.#memory.isIntroduced = false;
    this.#failures += 1;
    if (this.#isStopped()) return null;
    this.#options.log?.(code, error);
    if (!isPassing(code)) this.#line?.stop();
    this.#context.board.show({ phase: isPassing(code) ? 'offline' : 'blocked', problem: code });
    return null;
  }

  /** Shows what was just committed, and takes it up soon. */
  #notice(): void {
    if (this.#noticeTimer !== null || this.#isStopped()) return;
    this.#noticeTimer = this.#timers.set(() => {
      this.#noticeTimer = null;
      this.#attempt(() => {
        this.#context.board.show({});
        if (!this.#running && this.#failures === 0 && this.#hasOutgoing()) void this.#run('exchange');
      });
    }, soonMs);
  }

  /** The centre has news: asked at once, or when the running round is over; several pokes make one round. */
  #hear(seq: number): void {
    if (seq <= this.#context.centre.seq || this.#hasNews) return;
    this.#hasNews = true;
    if (!this.#running) this.#plan(soonMs);
  }

  #lineChanged(isUp: boolean): void {
    this.#attempt(() => {
      this.#context.board.show({ isLive: isUp });
      if (!this.#running) this.#plan(this.#nextDelay());
    });
  }

  /** Does what only shows and plans: a store that cannot be read at this moment must not end the engine for good. */
  #attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#survive(error);
      if (!this.#running) this.#plan(blockedMs);
    }
  }

  #survive(error: unknown): null {
    this.#failures += 1;
    if (!this.#isStopped()) this.#options.log?.(problemOf(error).code, error);
    return null;
  }

  #takeIdentity(identity: DeviceIdentity): void {
    this.#options.onIdentity?.(identity);
    this.#line?.stop();
  }

  /** Throws where the store cannot be read just now: whoever asks then plans a round soon, for the next may be far away. */
  #hasOutgoing(): boolean {
    return hasOutgoing(this.#context.station.db, this.#context.centre.schema);
  }

  #isStopped(): boolean {
    return this.#abort.signal.aborted;
  }
}

/** Returns when the centre was last heard, by its clock: this machine's may be years ahead. */
function lastHeard({ db, clock }: Station): Instant {
  return Math.min(clock(), readSyncState<Instant>(db, 'lastContact') ?? 0);
}
