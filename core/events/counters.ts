import type { Id } from '#core/base/ids.ts';
import { absent, type Presence } from '#core/events/presence.ts';
import type { GuestFields, GuestState } from '#core/events/event.ts';

/** What the door shows in numbers. */
export interface DoorCounters {
  /** Guests who promised to come. */
  readonly expected: number;
  /** Guests of these who came, and everyone else who came. */
  readonly arrived: number;
  readonly inRoom: number;
  readonly walkIns: number;
  readonly doubleEntries: number;
}

/** What a list shows of a guest: the state, or that they came, are in the room, or left. */
export type Standing = GuestState | 'checked_in' | 'checked_out';

/** Returns a guest's standing. A fact from the door outweighs a `no_show` that another desk wrote too early. */
export function standingOf(state: GuestState, presence: Presence = absent): Standing {
  if (!presence.first || state === 'followed_up') return state;
  return presence.isInRoom ? 'checked_in' : 'checked_out';
}

/** A door where nobody is expected and nobody came. */
export const nobody: DoorCounters = { expected: 0, arrived: 0, inRoom: 0, walkIns: 0, doubleEntries: 0 };

/** Returns what one guest adds to the counters. */
export function countGuest(state: GuestState, presence: Presence = absent): DoorCounters {
  const hasCome = presence.first !== null;
  return {
    expected: Number(['accepted', 'confirmed', 'no_show'].includes(state)),
    arrived: Number(hasCome),
    inRoom: Number(presence.isInRoom),
    walkIns: Number(state === 'walk_in' && hasCome),
    doubleEntries: Number(presence.doubles.length > 0),
  };
}

/** Adds counters, or with `times` −1 takes them away. */
export function addCounters(a: DoorCounters, b: DoorCounters, times: 1 | -1 = 1): DoorCounters {
  return {
    expected: a.expected + times * b.expected,
    arrived: a.arrived + times * b.arrived,
    inRoom: a.inRoom + times * b.inRoom,
    walkIns: a.walkIns + times * b.walkIns,
    doubleEntries: a.doubleEntries + times * b.doubleEntries,
  };
}

/** Counts a door from all its guests and presences. */
export function countDoor(
  guests: readonly (Pick<GuestFields, 'state'> & { readonly id: Id })[],
  presences: ReadonlyMap<Id, Presence>,
): DoorCounters {
  return guests.reduce(
    (sum, { id, state }) => addCounters(sum, countGuest(state, presences.get(id))),
    nobody,
  );
}
