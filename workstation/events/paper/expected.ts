import type { Id } from '#core/base/ids.ts';
import type { GuestState } from '#core/events/event.ts';
import type { KnownGuest } from '#db/queries/events.ts';
import { guestsByPinyin } from '#workstation/events/roster.ts';
import type { Station } from '#workstation/station.ts';

const notExpected: readonly GuestState[] = ['candidate', 'declined', 'cancelled', 'no_show'];

/** Returns who may come, by pinyin, or table by table with those who have none last. */
export function expectedGuests(station: Station, eventId: Id, order: 'NAME' | 'SEAT'): KnownGuest[] {
  const guests = guestsByPinyin(station, eventId).filter(({ state }) => !notExpected.includes(state));
  if (order === 'NAME') return guests;
  const number = (seat: string | null): number =>
    seat === null ? Number.MAX_SAFE_INTEGER : Number(/\d+/.exec(seat)?.[0] ?? Number.MAX_SAFE_INTEGER - 1);
  return guests.toSorted((a, b) => number(a.seat) - number(b.seat));
}
