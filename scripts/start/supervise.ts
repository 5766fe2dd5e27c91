import { forkJob, type ForkOptions, type Running } from '#scripts/processes/fork.ts';

/** A process of ours that is started again when it ends unasked. */
export interface Kept<Ready> {
  readonly current: () => Running<Ready>;
  readonly stop: () => Promise<void>;
}

export interface KeepOptions<Ready> extends ForkOptions<Ready> {
  /** The order of a restart, made from what the first start answered: the port stays the same. */
  readonly again: (ready: Ready) => unknown;
  readonly onRestart: () => void;
  readonly onGiveUp: () => void;
}

const restartLimit = 3;
const restartWindowMs = 60_000;

/** Starts a process and keeps it running: at most three restarts a minute, then it gives up. */
export async function keepRunning<Ready>(options: KeepOptions<Ready>): Promise<Kept<Ready>> {
  let isStopping = false;
  let restarts: number[] = [];
  let running = await forkJob(options);
  const first = running.ready;
  const watch = (): void => {
    void running.ended.then(async () => {
      if (isStopping) return;
      const now = performance.now();
      restarts = [...restarts.filter((at) => now - at < restartWindowMs), now];
      if (restarts.length > restartLimit) return options.onGiveUp();
      options.onRestart();
      try {
        running = await forkJob({ ...options, order: options.again(first) });
      } catch {
        return options.onGiveUp();
      }
      // Told to stop while it was starting: nobody else would end it.
      if (isStopping) await running.stop();
      else watch();
    });
  };
  watch();
  return {
    current: () => running,
    stop: async () => {
      isStopping = true;
      await running.stop();
    },
  };
}
