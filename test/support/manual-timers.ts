import type { Timers } from '#workstation/sync/engine.ts';

/** Timers that fire only when told: a test decides when time passes. */
export interface ManualTimers extends Timers {
  /** Fires everything that is set, and says after how many milliseconds each would have fired. */
  readonly fire: () => number[];
  readonly pending: () => number[];
}

/** Makes timers that stand still. */
export function manualTimers(): ManualTimers {
  const waiting = new Map<object, { work: () => void; delayMs: number }>();
  return {
    set: (work, delayMs) => {
      const handle = {};
      waiting.set(handle, { work, delayMs });
      return handle;
    },
    clear: (handle) => void waiting.delete(handle as object),
    pending: () => [...waiting.values()].map(({ delayMs }) => delayMs),
    fire: () => {
      const due = [...waiting.values()];
      waiting.clear();
      for (const { work } of due) work();
      return due.map(({ delayMs }) => delayMs);
    },
  };
}
