import type { Instant } from '#core/base/time.ts';

/** Something that will happen at a moment of virtual time. */
interface Entry {
  readonly at: Instant;
  readonly order: number;
  readonly work: () => void;
}

/** Virtual time and what is due in it. Entries of one moment happen in the order they were made. */
export interface Agenda {
  readonly now: () => Instant;
  /** Plans work; returns a handle that `drop` takes. */
  readonly plan: (delayMs: number, work: () => void) => object;
  readonly drop: (handle: unknown) => void;
  /** When the next entry is due; Infinity where there is none. */
  readonly nextAt: () => Instant;
  /** Moves to the next entry and does it. Returns false where there is none. */
  readonly step: () => boolean;
  /** Lets the time until an instant go by; nothing may be due before it. */
  readonly waitUntil: (at: Instant) => void;
  /** Lets time pass without anything happening: what fell due meanwhile is due at once. */
  readonly sleep: (ms: number) => void;
}

/** Makes an agenda that begins at an instant. */
export function createAgenda(start: Instant): Agenda {
  const entries: Entry[] = [];
  let now = start;
  let count = 0;
  return {
    now: () => now,
    plan: (delayMs, work) => {
      count += 1;
      const entry = { at: now + Math.max(0, Math.round(delayMs)), order: count, work };
      const index = entries.findLastIndex(({ at }) => at <= entry.at);
      entries.splice(index + 1, 0, entry);
      return entry;
    },
    drop: (handle) => {
      const index = entries.indexOf(handle as Entry);
      if (index >= 0) entries.splice(index, 1);
    },
    nextAt: () => entries[0]?.at ?? Infinity,
    step: () => {
      const entry = entries.shift();
      if (!entry) return false;
      now = Math.max(now, entry.at);
      entry.work();
      return true;
    },
    waitUntil: (at) => {
      now = Math.max(now, at);
    },
    sleep: (ms) => {
      now += ms;
    },
  };
}
