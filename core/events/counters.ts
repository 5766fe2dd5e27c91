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

/** Counts a door from all its guests and presences. */
export function countDoor(
  guests: readonly (Pick<GuestFields, 'state'> & { readonly id: Id })[],
  presences: ReadonlyMap<Id, Presence>,
): DoorCounters {
  let expected = 0;
  let arrived = 0;
  let inRoom = 0;
  let walkIns = 0;
  let doubleEntries = 0;
  for (const { id, state } of guests) {
    const presence = presences.get(id) ?? absent;
    if (['accepted', 'confirmed', 'no_show'].includes(state)) expected += 1;
    if (state === 'walk_in' && presence.first) walkIns += 1;
    if (presence.first) arrived += 1;
    if (presence.isInRoom) inRoom += 1;
    if (presence.doubles.length > 0) doubleEntries += 1;
  }
  return { expected, arrived, inRoom, walkIns, doubleEntries };
}
