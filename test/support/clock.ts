import type { NewId } from '#core/base/ids.ts';
import type { Clock, Instant } from '#core/base/time.ts';

/** A clock that stands still until told to move. */
export interface TestClock {
  readonly now: Clock;
  readonly set: (at: Instant) => void;
  readonly advance: (byMs: number) => void;
}

/** Makes a clock standing at an instant: by default Monday 2026-11-23, 10:00 in Shanghai. */
export function testClock(start: Instant = Date.parse('2026-11-23T10:00:00+08:00')): TestClock {
  let at = start;
  return {
    now: () => at,
    set: (to) => {
      at = to;
    },
    advance: (byMs) => {
      at += byMs;
    },
  };
}

/** Makes a source of distinct, ordered, reproducible UUIDs. */
export function testIds(space = 0): NewId {
  let last = 0;
  return () => {
    last += 1;
    const tail = last.toString(16).padStart(12, '0');
    return `0194${space.toString(16).padStart(4, '0')}-0000-7000-8000-${tail}`;
  };
}
