import { z } from 'zod';
import { minuteMs, type Instant } from '#core/base/time.ts';
import { readTextFile, replaceFile } from '#db/vault-file.ts';

const triesSchema = z.object({ failures: z.int().min(0), lastAt: z.int() });
type Tries = z.infer<typeof triesSchema>;

const freeTries = 4;
const firstWaitMs = 5000;
const longestWaitMs = 15 * minuteMs;

/** Returns how long the next try has to wait after so many failures in a row, in ms ([ST5]). */
export function waitAfter(failures: number): number {
  if (failures <= freeTries) return 0;
  return Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(failures - freeTries - 1, 20));
}

/** Counts wrong passphrases of one data folder in a file, so that a restart does not start the count anew. */
export interface TryCounter {
  /** Milliseconds until the next try is allowed; 0 when it is allowed now. */
  readonly waitMs: (now: Instant) => number;
  /** Counts a try as failed before it is made, so that killing the program does not save it. */
  readonly begin: (now: Instant) => void;
  readonly succeed: () => void;
}

/** Opens the counter of a file. A missing or unreadable file counts as no failures; a file that cannot be written is kept in memory. */
export function openTryCounter(file: string): TryCounter {
  let tries = read(file);
  const save = (next: Tries): void => {
    tries = next;
    try {
      replaceFile(file, `${JSON.stringify(next)}\n`);
    } catch {
      // A full or read-only disk must not let more tries through: the count in memory stands.
    }
  };
  return {
    waitMs: (now) => {
      // A clock set back must neither free the wait nor stretch it past its length.
      if (now < tries.lastAt) save({ ...tries, lastAt: now });
      return Math.max(0, tries.lastAt + waitAfter(tries.failures) - now);
    },
    begin: (now) => save({ failures: tries.failures + 1, lastAt: now }),
    succeed: () => save({ failures: 0, lastAt: 0 }),
  };
}

function read(file: string): Tries {
  try {
    return triesSchema.parse(JSON.parse(readTextFile(file) ?? ''));
  } catch {
    return { failures: 0, lastAt: 0 };
  }
}
