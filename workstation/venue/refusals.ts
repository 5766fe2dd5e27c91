import type { Clock, Instant } from '#core/base/time.ts';

/** A device on the venue's LAN that was refused, and why: for the host's eyes. */
export interface Refusal {
  /** Its address as the server saw it. */
  readonly from: string;
  readonly reason: string;
  readonly count: number;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
}

/** What the hub refused since it was opened; a flood makes one line, not thousands. */
export interface RefusalList {
  readonly add: (from: string, reason: string) => void;
  /** Latest first. */
  readonly list: () => Refusal[];
}

const mostLines = 100;

/** Makes an empty list; the line that was silent longest goes when it is full. */
export function createRefusalList(clock: Clock): RefusalList {
  const lines = new Map<string, Refusal>();
  return {
    add: (from, reason) => {
      const key = `${from} ${reason}`;
      const known = lines.get(key);
      lines.delete(key);
      const [oldest] = lines.keys();
      if (lines.size >= mostLines && oldest !== undefined) lines.delete(oldest);
      const now = clock();
      lines.set(key, {
        from,
        reason,
        count: (known?.count ?? 0) + 1,
        firstAt: known?.firstAt ?? now,
        lastAt: now,
      });
    },
    list: () => [...lines.values()].toReversed(),
  };
}
