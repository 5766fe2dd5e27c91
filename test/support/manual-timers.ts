import type { Timers } from '#workstation/sync/engine.ts';

/** Timers that fire only when told: a test decides when time passes. */
export interface ManualTimers extends Timers {
  /** Fires everything that is set for within so many milliseconds, and says after how many each would have fired. */
  readonly fire: (withinMs?: number) => number[];
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
    fire: (withinMs = Infinity) => {
      const due = [...waiting].filter(([, { delayMs }]) => delayMs <= withinMs);
      for (const [handle] of due) waiting.delete(handle);
      for (const [, { work }] of due) work();
      return due.map(([, { delayMs }]) => delayMs);
    },
  };
}
