import type { EventSummary, GuestView } from '#core/api/events.ts';
import type { Id } from '#core/base/ids.ts';
import { maskPhone } from '#core/clients/phone.ts';
import { seatsTaken } from '#core/events/capacity.ts';
import { countDoor, standingOf } from '#core/events/counters.ts';
import type { EventFields } from '#core/events/event.ts';
import { movesOf } from '#core/events/guest-state.ts';
import {
  absent,
  doorWindowOf,
  foldPresence,
  foldPresences,
  type Entry,
  type Presence,
} from '#core/events/presence.ts';
import {
  activeManagers,
  eventsAround,
  factsOf,
  factsOfGuest,
  guestsOf,
  invitationsOf,
  managerNames,
  seatsOf,
  unsyncedOf,
  type EventRow,
  type KnownGuest,
} from '#db/queries/events.ts';
import { readRow } from '#db/rows.ts';
import { sortKeyFor } from '#workstation/events/roster.ts';
import type { Station } from '#workstation/station.ts';

/** Returns the events to come (soonest first) or past and cancelled ones (latest first). */
export function listEvents(station: Station, when: 'UPCOMING' | 'PAST'): EventSummary[] {
  return eventsAround(station.db, station.clock(), when).map((event) => summarise(station, event));
}

/** Returns one event with its figures, or null. */
export function eventOverview(station: Station, eventId: Id): EventSummary | null {
  const event = readRow(station.db, 'event', eventId)?.data;
  return event ? summarise(station, { id: eventId, ...event }) : null;
}

/** Returns every guest of an event by pinyin, with presence and the moves a person may make; null for no event. */
export function listGuests(station: Station, eventId: Id): GuestView[] | null {
  const event = readRow(station.db, 'event', eventId)?.data;
  if (!event) return null;
  const presences = foldPresences(factsOf(station.db, eventId), doorWindowOf(event));
  const isFull = seatsTaken(seatsOf(station.db, eventId)) >= event.capacity;
  const names = managerNames(station.db);
  return guestsOf(station.db, eventId)
    .map((guest) => viewOf(guest, { event, isFull, presence: presences.get(guest.id) ?? absent, names }))
    .map((view) => ({ ...view, sortKey: sortKeyFor(station, view.name) }))
    .sort((a, b) => (a.sortKey < b.sortKey ? -1 : a.sortKey > b.sortKey ? 1 : a.id < b.id ? -1 : 1));
}

/** Returns a client's invitations, latest event first. */
export function listInvitations(station: Station, clientId: Id) {
  return invitationsOf(station.db, clientId).map(({ guest, event }) => {
    const presence = foldPresence(factsOfGuest(station.db, event.id, guest.id), doorWindowOf(event));
    const isFull = seatsTaken(seatsOf(station.db, event.id)) >= event.capacity;
    const setting = { eventStatus: event.status, hasEntered: presence.first !== null, isFull };
    return {
      guestId: guest.id,
      eventId: event.id,
      title: event.title,
      city: event.city,
      startsAt: event.startsAt,
      eventStatus: event.status,
      state: guest.state,
      standing: standingOf(guest.state, presence),
      moves: movesOf(guest.state, setting),
      enteredAt: presence.first?.at ?? null,
    };
  });
}

/** Returns the colleagues of the branch by name; who hosts an event is chosen among them. */
export function listManagers({ db, me }: Station): { id: Id; name: string; isMe: boolean }[] {
  return activeManagers(db).map((manager) => ({ ...manager, isMe: manager.id === me.managerId }));
}

/** Returns an event with its figures. */
export function summarise(station: Station, event: EventRow): EventSummary {
  const guests = seatsOf(station.db, event.id);
  const presences = foldPresences(factsOf(station.db, event.id), doorWindowOf(event));
  return {
    ...event,
    guests: guests.length,
    seatsTaken: seatsTaken(guests),
    counters: countDoor(guests, presences),
    unsynced: unsyncedOf(station.db, event.id),
  };
}

interface Around {
  readonly event: EventFields;
  readonly isFull: boolean;
  readonly presence: Presence;
  readonly names: ReadonlyMap<Id, string>;
}

function viewOf(guest: KnownGuest, { event, isFull, presence, names }: Around): GuestView {
  const named = (entry: Entry) => ({ ...entry, managerName: names.get(entry.managerId) ?? null });
  const {
    phone,
    eventId: _eventId,
    revokedCodes: _revokedCodes,
    invitedAt: _invitedAt,
    foreignCode: _foreign,
    ...rest
  } = guest;
  return {
    ...rest,
    sortKey: '',
    maskedPhone: phone === null ? null : maskPhone(phone),
    standing: standingOf(guest.state, presence),
    moves: movesOf(guest.state, {
      eventStatus: event.status,
      hasEntered: presence.first !== null,
      isFull,
    }),
    firstEntry: presence.first ? named(presence.first) : null,
    leftAt: presence.leftAt,
    doubleEntries: presence.doubles.map(named),
    isInRoom: presence.isInRoom,
  };
}
