import type { Random } from '#core/base/ids.ts';
import { backoff, type Timers } from '#workstation/sync/pace.ts';

/** What an open line to the centre tells; each may come at any time, `onClose` once and last. */
export interface LineEvents {
  readonly onOpen: () => void;
  /** The centre's counter reached `seq` by something this manager may see. */
  readonly onNews: (seq: number) => void;
  readonly onClose: () => void;
}

/** Opens a line on which the centre tells of news; never throws. The result closes it. */
export type OpenLine = (events: LineEvents) => () => void;

/** A line that is kept open while it is wanted. */
export interface LiveLine {
  readonly isUp: () => boolean;
  /** Opens the line unless it is open or being opened; after a failure it is tried again by itself. */
  readonly start: () => void;
  readonly stop: () => void;
}

export interface LineOptions {
  readonly open: OpenLine;
  readonly timers: Timers;
  readonly random: Random;
  readonly onNews: (seq: number) => void;
  /** The line came up or went down. */
  readonly onChange: (isUp: boolean) => void;
}

/** Keeps a line: opened again after it fell, ever more rarely up to a minute. */
export function keepLine({ open, timers, random, onNews, onChange }: LineOptions): LiveLine {
  let close: (() => void) | null = null;
  let timer: unknown = null;
  let isUp = false;
  let failures = 0;
  /** Counts the lines opened, so that a late word of an earlier one is not taken for the present one's. */
  let current = 0;

  const show = (next: boolean): void => {
    if (isUp === next) return;
    isUp = next;
    onChange(next);
  };
  const dial = (): void => {
    timer = null;
    current += 1;
    const own = current;
    const ifCurrent = (work: () => void) => () => void (own === current && work());
    close = open({
      onOpen: ifCurrent(() => {
        failures = 0;
        show(true);
      }),
      onNews: (seq) => ifCurrent(() => onNews(seq))(),
      onClose: ifCurrent(() => {
        current += 1;
        close = null;
        failures += 1;
        timer = timers.set(dial, backoff(failures, random));
        show(false);
      }),
    });
    // Closed before it was returned: a line that failed at once.
    if (own !== current) close = null;
  };
  return {
    isUp: () => isUp,
    start: () => {
      if (close === null && timer === null) dial();
    },
    stop: () => {
      current += 1;
      timers.clear(timer);
      timer = null;
      close?.();
      close = null;
      failures = 0;
      show(false);
    },
  };
}
