import { writeSync } from 'node:fs';
import { describeBug } from '#workstation/rpc.ts';
import type { Report } from '#scripts/processes/messages.ts';

/** What a process runs: it is started with an order, says when it is ready, and is stopped once. */
export interface Job<Order, Ready> {
  readonly start: (order: Order, report: (report: Report<Ready>) => void) => Promise<Ready>;
  /** Ends the work; everything that was committed is on disk when it resolves. */
  readonly stop: () => Promise<void>;
  /** A further order by name while running. */
  readonly ask?: (question: string, report: (report: Report<Ready>) => void) => void;
}

type Order<Content> =
  | { readonly kind: 'start'; readonly order: Content }
  | { readonly kind: 'stop' }
  | { readonly kind: 'ask'; readonly question: string };

/** Writes a line to this process's log. The log lies on the disk that may be full: then the line is lost, not the work. */
export function logLine(line: string): void {
  try {
    writeSync(process.stderr.fd, `${line}\n`);
  } catch {
    // Nowhere left to say it.
  }
}

/**
 * Runs a job in this process under the orders of the one that forked it. It stops when told to and when its
 * starter is gone, so that nothing is left running; Ctrl-C is the starter's to handle.
 */
export function runJob<Content, Ready>(job: Job<Content, Ready>): void {
  const report = (message: Report<Ready>): void => {
    if (process.connected) process.send?.(message);
  };
  let isStopping = false;
  const stop = async (): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    await job.stop().catch((error: unknown) => logLine(describeBug(error)));
    process.exit(0);
  };
  const start = async (order: Content): Promise<void> => {
    try {
      report({ kind: 'ready', ready: await job.start(order, report) });
    } catch (error) {
      const { code = 'UNKNOWN', message = '', name } = error as Error & { code?: unknown };
      logLine((error as Error).stack ?? String(error));
      report({ kind: 'failed', code: name === 'FolderInUse' ? name : String(code), detail: message });
      await stop();
    }
  };
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});
  process.on('SIGTERM', () => void stop());
  process.on('disconnect', () => void stop());
  process.on('message', (message: Order<Content>) => {
    if (message.kind === 'start') void start(message.order);
    else if (message.kind === 'ask') job.ask?.(message.question, report);
    else void stop();
  });
}
