import type { Id } from '#core/base/ids.ts';
import { hourMs, type Instant } from '#core/base/time.ts';
import type { CheckInFields, EventFields } from '#core/events/event.ts';

/** A check-in fact with its id. */
export interface CheckInFact extends CheckInFields {
  readonly id: Id;
}

/** The span a door fact can truly lie in: a desk whose clock stands in another year is clamped to it. */
export interface DoorWindow {
  readonly from: Instant;
  readonly until: Instant;
}

/** An entry that counts, with its clamped time. */
export interface Entry {
  readonly id: Id;
  readonly at: Instant;
  readonly desk: string;
  readonly managerId: Id;
  readonly overrideReason: string | null;
}

/** Whether and since when a guest is there: what all facts known here say together. */
export interface Presence {
  /** The earliest entry nobody took back; null for a guest who never came. */
  readonly first: Entry | null;
  readonly isInRoom: boolean;
  /** The clamped time of the exit that stands; null while in the room or never there. */
  readonly leftAt: Instant | null;
  /** First entries given by desks that did not know of each other: shown to the host as double entry. */
  readonly doubles: readonly Entry[];
  /** Later scans that were answered ALREADY. */
  readonly repeats: readonly Entry[];
  /** The entry an exit would end now; null while not in the room. */
  readonly lastEntryId: Id | null;
  /** The exit a re-entry would follow now; null while in the room or never there. */
  readonly lastExitId: Id | null;
  /** The entries and exits that stand, earliest first: what a host can take back. */
  readonly standing: readonly Id[];
}

/** A guest of whom no fact is known. */
export const absent: Presence = {
  first: null,
  isInRoom: false,
  leftAt: null,
  doubles: [],
  repeats: [],
  lastEntryId: null,
  lastExitId: null,
  standing: [],
};

/** Returns the door window of an event: twelve hours around it, wide enough for setting up and for late uploads. */
export function doorWindowOf({ startsAt, endsAt }: Pick<EventFields, 'startsAt' | 'endsAt'>): DoorWindow {
  return { from: startsAt - 12 * hourMs, until: endsAt + 12 * hourMs };
}

/**
 * Folds one guest's facts. The result depends on the set of facts only, never on their order or repetition:
 * time picks the first entry (earliest clamped, ties by id), cause (`answers`) decides everything else,
 * so an exit stamped before its entry still counts as leaving (sync §2.18).
 */
export function foldPresence(facts: readonly CheckInFact[], window: DoorWindow): Presence {
  const known = new Map(facts.map((fact) => [fact.id, fact]));
  const undone = new Set(
    [...known.values()].flatMap(({ kind, answers }) => (kind === 'UNDO' ? [answers] : [])),
  );
  const standing = [...known.values()]
    .filter(({ id, kind }) => kind !== 'UNDO' && !undone.has(id))
    .map((fact) => ({ ...fact, at: clampToDoor(fact.at, window), visit: visitOf(fact, known) }))
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const entries = standing.filter(({ kind }) => kind === 'IN');
  if (entries.length === 0) return { ...absent, standing: standing.map(({ id }) => id) };
  const isRepeat = (fact: CheckInFact): boolean => known.get(fact.answers ?? '')?.kind === 'IN';
  const firsts = entries.filter((fact) => fact.visit === 0 && !isRepeat(fact));
  const first = firsts[0] ?? entries.find(({ visit }) => visit === 0) ?? entries[0];
  const lastVisit = Math.max(...entries.map(({ visit }) => visit));
  const lastEntry = entries.find(({ visit }) => visit === lastVisit);
  const exit = standing.find(({ kind, visit }) => kind === 'OUT' && visit === lastVisit);
  return {
    first: first ? entryOf(first) : null,
    isInRoom: exit === undefined,
    leftAt: exit?.at ?? null,
    doubles: firsts.slice(1).map(entryOf),
    repeats: entries.filter((fact) => isRepeat(fact) && fact !== first).map(entryOf),
    lastEntryId: exit ? null : (lastEntry?.id ?? null),
    lastExitId: exit?.id ?? null,
    standing: standing.map(({ id }) => id),
  };
}

/** Folds the facts of a whole event into one presence per guest who has any fact. */
export function foldPresences(facts: readonly CheckInFact[], window: DoorWindow): Map<Id, Presence> {
  const byGuest = new Map<Id, CheckInFact[]>();
  for (const fact of facts) {
    const list = byGuest.get(fact.guestId);
    if (list) list.push(fact);
    else byGuest.set(fact.guestId, [fact]);
  }
  return new Map([...byGuest].map(([guestId, list]) => [guestId, foldPresence(list, window)]));
}

/**
 * Returns which visit a fact belongs to, counting from 0: each re-entry after an exit begins the next.
 * Links that lead nowhere or in a circle (no honest desk writes one) count as the first visit.
 */
function visitOf(fact: CheckInFact, known: ReadonlyMap<Id, CheckInFact>): number {
  const seen = new Set<Id>();
  let visit = 0;
  let current = fact;
  while (current.answers !== null && !seen.has(current.id)) {
    seen.add(current.id);
    const cause = known.get(current.answers);
    if (!cause || cause.kind === 'UNDO') return visit;
    if (current.kind === 'IN' && cause.kind === 'OUT') visit += 1;
    current = cause;
  }
  return seen.has(current.id) ? 0 : visit;
}

function entryOf({ id, at, desk, managerId, overrideReason }: CheckInFact): Entry {
  return { id, at, desk, managerId, overrideReason };
}

/** Brings an instant into the door window. */
export function clampToDoor(at: Instant, { from, until }: DoorWindow): Instant {
  return Math.min(Math.max(at, from), until);
}
