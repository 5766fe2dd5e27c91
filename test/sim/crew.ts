import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { Outcome } from '#test/sim/schedule.ts';
import type { Orders } from '#test/sim/schedule-worker.ts';

const program = path.join(import.meta.dirname, 'schedule-worker.ts');

/** What a crew of workers is to play. */
export interface Job {
  readonly seed: number;
  readonly schedules: number;
  readonly steps: number;
  readonly workers?: number;
  readonly bug?: string | null;
  readonly theme?: string | null;
  /** Stops everybody at the first failure. */
  readonly isEager?: boolean;
}

/** Plays schedules in several processes; tells each outcome as it comes. Throws when a worker dies. */
export async function playAll(job: Job, onOutcome: (outcome: Outcome) => void): Promise<void> {
  const workers = Math.min(job.workers ?? availableParallelism(), job.schedules);
  const crew: ChildProcess[] = [];
  const isEager = job.isEager ?? false;
  const hear = (outcome: Outcome) => {
    onOutcome(outcome);
    if (isEager && outcome.failure) for (const worker of crew) worker.kill();
  };
  const ended = Array.from({ length: workers }, (_, index) => {
    const schedules = Math.ceil((job.schedules - index) / workers);
    const { steps, bug = null, theme = null } = job;
    const orders: Orders = {
      first: job.seed + index,
      stride: workers,
      schedules,
      steps,
      bug,
      theme,
      isEager,
    };
    const worker = fork(program, [JSON.stringify(orders)], { serialization: 'advanced' });
    crew.push(worker);
    return lifeOf(worker, hear);
  });
  await Promise.all(ended);
}

function lifeOf(worker: ChildProcess, hear: (outcome: Outcome) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message) => hear(message as Outcome));
    worker.on('error', reject);
    worker.on('exit', (code, signal) => {
      if (code === 0 || signal === 'SIGTERM') resolve();
      else reject(new Error(`A worker of the simulation ended with ${code ?? signal}.`));
    });
  });
}
