import { z } from 'zod';
import type { Clock } from '#core/base/time.ts';
import { instantField } from '#core/sync/fields.ts';

/** A device on the venue's LAN that was refused, and why: for the host's eyes. */
export const refusal = z.object({
  /** Its address as the server saw it. */
  from: z.string(),
  reason: z.string(),
  count: z.int(),
  firstAt: instantField,
  lastAt: instantField,
});
export type Refusal = z.infer<typeof refusal>;

/** What the hub of an event refused; a flood makes one line, not thousands. */
export interface RefusalList {
  readonly add: (from: string, reason: string) => void;
  /** Latest first. */
  readonly list: () => Refusal[];
}

const mostLines = 100;

/** Makes the list, with what was `kept` of it, latest first; the line that was silent longest goes when it is full. */
export function createRefusalList(clock: Clock, kept: readonly Refusal[] = []): RefusalList {
  const lines = new Map(kept.toReversed().map((line) => [keyOf(line.from, line.reason), line]));
  return {
    add: (from, reason) => {
      const key = keyOf(from, reason);
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

function keyOf(from: string, reason: string): string {
  return `${from} ${reason}`;
}
