import { isEcho, type ScanMoment } from '#core/events/ticket.ts';

/** What the camera saw in one picture, and when. */
export interface Glimpse {
  /** The distinct texts of the codes in the picture. */
  readonly texts: readonly string[];
  /** Milliseconds, from any steady clock. */
  readonly at: number;
}

/** What the camera saw last. */
export interface Sight extends ScanMoment {
  /** The last picture showed it. */
  readonly isInView: boolean;
}

/** What a picture did to what the camera has seen so far. */
export interface SightStep {
  readonly last: Sight | null;
  /** The text to be judged when a code came into view. */
  readonly scanned: string | null;
  /** Several codes are in view: which one is meant is not guessed. */
  readonly isSeveral: boolean;
}

/** A slow machine may need this long from one picture to the next, in milliseconds. */
const slowestPictureMs = 10_000;

/**
 * Turns pictures into scans: a camera sees a code many times a second, so one that stays in view is one scan, however
 * slowly pictures are read. Once out of view, it is a second scan by the same echo rule as a scanner that stutters.
 */
export function stepSight(last: Sight | null, { texts, at }: Glimpse): SightStep {
  const [code] = texts;
  const isSeveral = texts.length > 1;
  if (code === undefined || isSeveral)
    return { last: last && { ...last, isInView: isSeveral && last.isInView }, scanned: null, isSeveral };
  const seen = { code, at, isInView: true };
  const isHeld = last?.isInView === true && last.code === code && at - last.at < slowestPictureMs;
  return { last: seen, scanned: isHeld || isEcho(last, seen) ? null : code, isSeveral };
}
