import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const sampleMs = 40;

/**
 * Returns the most memory that was really held while `work` ran, in bytes above what was held before: heap and buffers
 * just after a collection, sampled throughout. Unlike resident memory it does not count garbage awaiting collection.
 */
export async function heldWhile(work: () => Promise<unknown>): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const held = (): number => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  // Buffers given up by the test's own preparation are freed a turn after their owners.
  for (let turn = 0; turn < 3; turn += 1) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, sampleMs));
  }
  const before = held();
  let most = before;
  let timer: NodeJS.Timeout;
  const sample = (): void => {
    const startedAt = performance.now();
    most = Math.max(most, held());
    // Collecting a large heap takes long: half of the time is the work's.
    timer = setTimeout(sample, Math.max(sampleMs, performance.now() - startedAt));
  };
  timer = setTimeout(sample, sampleMs);
  try {
    await work();
  } finally {
    clearTimeout(timer);
  }
  return Math.max(most, held()) - before;
}
