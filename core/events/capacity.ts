import type { Id } from '#core/base/ids.ts';
import type { GuestFields, GuestState } from '#core/events/event.ts';

/** A guest as far as seats are concerned. */
export interface Seated extends Pick<GuestFields, 'state' | 'stateAt'> {
  readonly id: Id;
}

const holdsSeat: readonly GuestState[] = ['accepted', 'confirmed', 'walk_in'];

/** Returns how many seats are promised or taken. More than the capacity is possible after desks worked apart. */
export function seatsTaken(guests: readonly Pick<Seated, 'state'>[]): number {
  return guests.filter(({ state }) => holdsSeat.includes(state)).length;
}

/** Returns who moves up from the waitlist into free seats: who waits longest first, ties by id (domain §3.10). */
export function movingUp(guests: readonly Seated[], capacity: number): Id[] {
  const free = Math.max(0, capacity - seatsTaken(guests));
  return guests
    .filter(({ state }) => state === 'waitlisted')
    .sort((a, b) => a.stateAt - b.stateAt || (a.id < b.id ? -1 : 1))
    .slice(0, free)
    .map(({ id }) => id);
}
