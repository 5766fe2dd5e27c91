import { fork, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Report } from '#scripts/processes/messages.ts';

/** Why a process of ours did not become ready. */
export class StartFailure extends Error {
  readonly code: string;
  constructor(code: string, detail: string) {
    super(detail);
    this.code = code;
  }
}

/** A process of ours that is ready. */
export interface Running<Ready> {
  readonly ready: Ready;
  readonly child: ChildProcess;
  /** Tells it to stop and waits; after `graceMs` it is ended the hard way. */
  readonly stop: (graceMs?: number) => Promise<void>;
  /** Ends it at once, as a crash would. */
  readonly kill: () => Promise<void>;
  readonly ask: (question: string) => void;
  readonly ended: Promise<number | null>;
}

export interface ForkOptions<Ready> {
  /** `central` or `workstation`: the entry beside this file. */
  readonly entry: 'central' | 'workstation';
  readonly order: unknown;
  /** Everything the process prints goes here. */
  readonly logFile: string;
  readonly onReport?: (report: Report<Ready>) => void;
  /** A command that starts it, such as one that enters another network: `ip netns exec <name>`. */
  readonly through?: readonly [string, ...string[]];
}

const graceMsByDefault = 20_000;
const logLimitBytes = 4 * 1024 * 1024;

/**
 * Starts a process of ours in a process group of its own (Ctrl-C is the starter's alone) and waits until it is
 * ready. Throws `StartFailure` with the code it failed with.
 */
export async function forkJob<Ready>({
  entry,
  order,
  logFile,
  onReport,
  through,
}: ForkOptions<Ready>): Promise<Running<Ready>> {
  const log = openLog(logFile);
  const child = fork(path.join(import.meta.dirname, `${entry}.ts`), {
    detached: process.platform !== 'win32',
    stdio: ['ignore', log, log, 'ipc'],
    ...(through ? { execPath: through[0] } : {}),
    execArgv: [
      ...(through ? [...through.slice(1), process.execPath] : []),
      '--disable-warning=ExperimentalWarning',
    ],
  });
  closeSync(log);
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const ready = new Promise<Ready>((resolve, reject) => {
    child.once('error', (error) => reject(new StartFailure('NO_PROCESS', error.message)));
    child.once('exit', () => reject(new StartFailure('ENDED', `see ${logFile}`)));
    child.on('message', (report: Report<Ready>) => {
      onReport?.(report);
      if (report.kind === 'ready') resolve(report.ready);
      if (report.kind === 'failed') reject(new StartFailure(report.code, report.detail));
    });
  });
  child.send({ kind: 'start', order });
  const stop = async (graceMs = graceMsByDefault): Promise<void> => {
    if (child.connected) child.send({ kind: 'stop' });
    const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
    await ended;
    clearTimeout(timer);
  };
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  return {
    ready: await ready.catch(async (error: unknown) => {
      await stop();
      throw error;
    }),
    child,
    stop,
    kill,
    ask: (question) => child.connected && child.send({ kind: 'ask', question }),
    ended,
  };
}

/** Opens a log to append to, started anew once it has passed 4 MiB. */
function openLog(file: string): number {
  mkdirSync(path.dirname(file), { recursive: true });
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return openSync(file, size > logLimitBytes ? 'w' : 'a', 0o600);
}
