import type { Id } from '#core/base/ids.ts';
import type { Instant } from '#core/base/time.ts';
import { clampToDoor, type CheckInFact, type DoorWindow, type Presence } from '#core/events/presence.ts';

/** An entry or exit that stands, as the list of arrivals shows it. */
export interface DoorLine {
  readonly checkInId: Id;
  readonly kind: 'IN' | 'OUT';
  readonly guestId: Id;
  /** Clamped to the event. */
  readonly at: Instant;
  readonly desk: string;
  readonly isDouble: boolean;
  /** How often the same guest was scanned again and answered ALREADY: told with the first entry. */
  readonly repeats: number;
  readonly isOverride: boolean;
}

/** Returns one guest's lines: what stands, without the scans that were answered ALREADY. */
export function linesOf(facts: readonly CheckInFact[], presence: Presence, window: DoorWindow): DoorLine[] {
  const standing = new Set(presence.standing);
  const repeats = new Set(presence.repeats.map(({ id }) => id));
  const doubles = new Set(presence.doubles.map(({ id }) => id));
  return facts.flatMap(({ id, kind, guestId, at, desk, overrideReason }) => {
    if (kind === 'UNDO' || !standing.has(id) || repeats.has(id)) return [];
    return [
      {
        checkInId: id,
        kind,
        guestId,
        at: clampToDoor(at, window),
        desk,
        isDouble: doubles.has(id),
        repeats: presence.first?.id === id ? presence.repeats.length : 0,
        isOverride: overrideReason !== null,
      },
    ];
  });
}

/** Sorts lines the latest first, ties by id. */
export function latestFirst(a: DoorLine, b: DoorLine): number {
  return b.at - a.at || (a.checkInId < b.checkInId ? 1 : -1);
}
