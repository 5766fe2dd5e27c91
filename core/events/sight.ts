import { isEcho, type ScanMoment } from '#core/events/ticket.ts';

/** What the camera saw in one picture, and when. */
export interface Glimpse {
  /** The distinct texts of the codes in the picture. */
  readonly texts: readonly string[];
  /** Milliseconds, from any steady clock. */
  readonly at: number;
}

/** What a picture did to what the camera has seen so far. */
export interface SightStep {
  readonly last: ScanMoment | null;
  /** The text to be judged when a code came into view. */
  readonly scanned: string | null;
  /** Several codes are in view: which one is meant is not guessed. */
  readonly isSeveral: boolean;
}

/**
 * Turns pictures into scans: a camera sees a code many times a second, so one that stays in view is one scan, by the
 * same echo rule as a scanner that stutters; out of view for longer, it is a second scan.
 */
export function stepSight(last: ScanMoment | null, { texts, at }: Glimpse): SightStep {
  const [code] = texts;
  if (code === undefined || texts.length > 1) return { last, scanned: null, isSeveral: texts.length > 1 };
  const scan = { code, at };
  return { last: scan, scanned: isEcho(last, scan) ? null : code, isSeveral: false };
}
