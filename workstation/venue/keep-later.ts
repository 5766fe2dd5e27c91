import type { Timers } from '#workstation/sync/pace.ts';

/** How long a change is known to this process only. */
const withinMs = 1000;

/** Keeps something that changes in floods, once in a while. */
export interface Keeping {
  readonly soon: () => void;
  /** Keeps what waits at once, for the last time: nothing is kept afterwards. */
  readonly now: () => void;
}

/** Makes what calls `keep` at most once a second; where a disk refuses, `onBug` is told and the next change tries again. */
export function keepLater(
  { timers, onBug }: { readonly timers: Timers; readonly onBug: (error: unknown) => void },
  keep: () => void,
): Keeping {
  let timer: unknown = null;
  let isOver = false;
  const run = (): void => {
    timer = null;
    try {
      keep();
    } catch (error) {
      onBug(error);
    }
  };
  return {
    soon: () => {
      if (!isOver) timer ??= timers.set(run, withinMs);
    },
    now: () => {
      isOver = true;
      if (timer === null) return;
      timers.clear(timer);
      run();
    },
  };
}
