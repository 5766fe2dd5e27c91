import type { DoorGuest } from '#core/api/event-door.ts';
import type { Id } from '#core/base/ids.ts';
import { nameTerms, type NameTerms } from '#core/clients/name-terms.ts';
import { searchableGuest, searchGuests, sortKeyOf, type SearchableGuest } from '#core/events/guest-search.ts';
import { doorWindowOf } from '#core/events/presence.ts';
import { guestsOf, type KnownGuest } from '#db/queries/events.ts';
import { readRow } from '#db/rows.ts';
import { doorGuestOf } from '#workstation/events/door-card.ts';
import type { Station } from '#workstation/station.ts';

/** Lives and dies with the open session: nothing of it stays in memory after locking. */
interface RosterMemory {
  readonly rosters: Map<Id, readonly SearchableGuest[]>;
  readonly terms: Map<string, NameTerms>;
}

const memories = new WeakMap<Station, RosterMemory>();
const mostTerms = 50_000;

/** Finds guests of one event for the door, best first; `total` counts all that match. */
export function findGuests(
  station: Station,
  eventId: Id,
  typed: string,
  limit: number,
): { total: number; guests: DoorGuest[] } {
  const event = readRow(station.db, 'event', eventId)?.data;
  if (!event) return { total: 0, guests: [] };
  const found = searchGuests(rosterOf(station, eventId), typed);
  const window = doorWindowOf(event);
  const guests = found.slice(0, limit).flatMap((id) => doorGuestOf(station, id, window) ?? []);
  return { total: found.length, guests };
}

/** Returns how a guest sorts in lists: by pinyin. */
export function sortKeyFor(station: Station, name: string): string {
  return sortKeyOf(termsOf(rosterMemory(station), name));
}

/** Returns the guests of an event in the order in which people look for a name. */
export function guestsByPinyin(station: Station, eventId: Id): KnownGuest[] {
  return guestsOf(station.db, eventId)
    .map((guest) => ({ guest, key: sortKeyFor(station, guest.name) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.guest.id < b.guest.id ? -1 : 1))
    .map(({ guest }) => guest);
}

function rosterOf(station: Station, eventId: Id): readonly SearchableGuest[] {
  const memory = rosterMemory(station);
  let roster = memory.rosters.get(eventId);
  if (!roster) {
    roster = guestsOf(station.db, eventId).map((guest) =>
      searchableGuest(guest, (name) => termsOf(memory, name)),
    );
    memory.rosters.set(eventId, roster);
  }
  return roster;
}

/** Pinyin is the costly part of a roster, so a name's terms are worked out once. */
function termsOf({ terms }: RosterMemory, name: string): NameTerms {
  let known = terms.get(name);
  if (!known) {
    if (terms.size >= mostTerms) terms.clear();
    known = nameTerms(name);
    terms.set(name, known);
  }
  return known;
}

/** Rosters are rebuilt after any change of guests or clients, local or from the centre. */
function rosterMemory(station: Station): RosterMemory {
  const known = memories.get(station);
  if (known) return known;
  const memory: RosterMemory = { rosters: new Map(), terms: new Map() };
  memories.set(station, memory);
  station.live.subscribe('signal', (signal) => {
    if (signal.kind !== 'rows') return;
    if (signal.entities.some((entity) => entity === 'guest' || entity === 'client')) memory.rosters.clear();
  });
  return memory;
}
