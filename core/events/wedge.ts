import { readTicketCodes } from '#core/events/ticket.ts';

/** A key press as a keyboard-wedge scanner makes it: physical key, so that an input method cannot spoil it. */
export interface KeyPress {
  /** `KeyboardEvent.code`: `KeyZ`, `Digit4`, `Numpad4`, `Enter` … */
  readonly code: string;
  /** Milliseconds, from any steady clock. */
  readonly at: number;
}

/** The keys of one burst so far. */
export interface Burst {
  readonly text: string;
  readonly startedAt: number;
  readonly lastAt: number;
}

/** What a key press did to the burst: nothing yet, or the end of a scan. */
export interface BurstStep {
  readonly burst: Burst | null;
  /** The whole scan when this key ended one. */
  readonly scanned: string | null;
}

/** People need 80 ms and more between keys; scanners less than 30. */
export const longestGapMs = 50;
const shortestScan = 8;
/** Nobody rolls so many keys at that speed: no pair or triple of letters does it. */
const surelyScanned = 4;

/**
 * Follows key presses and tells scans from typing by their speed: at least eight characters without a gap of
 * 50 ms, ended by Enter or Tab. Reading physical keys, it works while a Chinese input method is composing.
 */
export function stepBurst(burst: Burst | null, key: KeyPress): BurstStep {
  const isFast = burst !== null && key.at - burst.lastAt <= longestGapMs;
  if (['Enter', 'NumpadEnter', 'Tab'].includes(key.code)) {
    const isScan = isFast && burst.text.length >= shortestScan;
    return { burst: null, scanned: isScan ? burst.text : null };
  }
  const character = characterOf(key.code);
  if (character === null) return { burst: isFast ? { ...burst, lastAt: key.at } : null, scanned: null };
  const text = isFast ? burst.text + character : character;
  return { burst: { text, startedAt: isFast ? burst.startedAt : key.at, lastAt: key.at }, scanned: null };
}

/** True while keys come as only a scanner's do: what was taken for typing until now is taken back. */
export function isScannerAtWork(burst: Burst | null): boolean {
  return burst !== null && burst.text.length >= surelyScanned;
}

/** Returns what a scanner that ends with no key typed, once it has fallen silent: null unless a whole code of ours is in it. */
export function scannedInSilence(burst: Burst | null): string | null {
  return burst !== null && isScannerAtWork(burst) && readTicketCodes(burst.text).length > 0
    ? burst.text
    : null;
}

function characterOf(code: string): string | null {
  return /^(?:Key([A-Z])|Digit(\d)|Numpad(\d))$/.exec(code)?.slice(1).find(Boolean) ?? null;
}
