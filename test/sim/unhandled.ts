import { Crash } from '#test/sim/disk.ts';

let first: unknown = null;

/** Catches what the engine lets go uncaught: a process would die of it. A dead program's last words do not count. */
export function catchUnhandled(): void {
  process.on('unhandledRejection', (reason) => {
    if (!(reason instanceof Crash)) first ??= reason;
  });
}

/** Returns what went uncaught since the last call, or null. */
export function takeUnhandled(): unknown {
  const taken = first;
  first = null;
  return taken;
}
