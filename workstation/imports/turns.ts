import { setImmediate as nextTurn } from 'node:timers/promises';

/** Thrown inside long work that was cancelled or whose store was closed. */
export class StoppedError extends Error {
  constructor() {
    super('The work was stopped.');
  }
}

/** Shares the one thread of the workstation between long work and the calls of the screen. */
export interface Turns {
  /** Gives way when the share is used up; throws `StoppedError` after a stop. */
  readonly pause: () => Promise<void>;
}

/** How long a piece of long work may hold the thread before others get a turn. */
const shareMs = 12;

/** Makes turns that end when the signal is aborted. */
export function takeTurns(signal: AbortSignal | null): Turns {
  let since = performance.now();
  return {
    pause: async () => {
      if (signal?.aborted) throw new StoppedError();
      if (performance.now() - since < shareMs) return;
      await nextTurn();
      since = performance.now();
      if (signal?.aborted) throw new StoppedError();
    },
  };
}
