import { Crash } from '#test/sim/disk.ts';
import { Violation } from '#test/sim/failure.ts';

let first: unknown = null;

/** Catches what the engine lets go uncaught: a process would die of it. A dead program's last words do not count. */
export function catchUnhandled(): void {
  process.on('unhandledRejection', (reason) => {
    if (!(reason instanceof Crash)) first ??= reason;
  });
}

/** Throws a violation for what went uncaught since the last call. */
export function failOnUnhandled(): void {
  const taken = first;
  first = null;
  if (taken) throw new Violation('no-unhandled-rejection', 'broken', (taken as Error).stack ?? `${taken}`);
}
