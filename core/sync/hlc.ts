import type { Clock, Instant } from '#core/base/time.ts';

/** A reading of a hybrid logical clock, taken apart. */
export interface HlcReading {
  readonly ms: Instant;
  readonly counter: number;
  readonly device: string;
}

/** Where a device keeps its clock: the last reading given out, so that a restart cannot repeat it. */
export interface HlcStore {
  readonly load: () => string | null;
  readonly save: (reading: string) => void;
}

const msDigits = 15;
const counterDigits = 6;
const counterLimit = 10 ** counterDigits;

/**
 * Returns a clock whose readings sort as text and always rise: across equal milliseconds, across a wall clock
 * set back, across restarts and across a change of the device's name, which is then a function. A full counter moves on
 * into the next millisecond instead of overflowing.
 */
export function createHlc(clock: Clock, device: string | (() => string), store: HlcStore): () => string {
  const name = typeof device === 'string' ? () => device : device;
  let last = readHlc(store.load() ?? '') ?? { ms: 0, counter: 0, device: name() };
  return () => {
    last = following(last, Math.max(0, Math.floor(clock())), name());
    const text = writeHlc(last);
    store.save(text);
    return text;
  };
}

/** Writes a reading as text: milliseconds and counter padded with zeros, then the device. */
export function writeHlc({ ms, counter, device }: HlcReading): string {
  return `${String(ms).padStart(msDigits, '0')}-${String(counter).padStart(counterDigits, '0')}-${device}`;
}

/** Reads a reading back, or null where the text is none. */
export function readHlc(text: string): HlcReading | null {
  const match = /^(\d{15})-(\d{6})-(.+)$/.exec(text);
  if (!match) return null;
  return { ms: Number(match[1]), counter: Number(match[2]), device: match[3] ?? '' };
}

function following(last: HlcReading, now: Instant, device: string): HlcReading {
  if (now > last.ms) return { ms: now, counter: 0, device };
  const counter = last.counter + 1;
  return counter < counterLimit ? { ms: last.ms, counter, device } : { ms: last.ms + 1, counter: 0, device };
}
