import type { DoorCard, DoorGuest } from '#core/api/event-door.ts';
import type { Id } from '#core/base/ids.ts';
import { maskPhone } from '#core/clients/phone.ts';
import { standingOf } from '#core/events/counters.ts';
import { doorRuleOf } from '#core/events/guest-state.ts';
import { foldPresence, type DoorWindow, type Entry, type Presence } from '#core/events/presence.ts';
import { talkingPointsOf } from '#core/events/talking-points.ts';
import { factsOfGuest, guestOf, managerNames, type KnownGuest } from '#db/queries/events.ts';
import { doorClientOf, earlierVisitsOf } from '#db/queries/guest-clients.ts';
import type { Station } from '#workstation/station.ts';

/** Names the manager of an entry for people to read. */
export function nameEntry(station: Station, entry: Entry): NonNullable<DoorGuest['firstEntry']> {
  return { ...entry, managerName: managerNames(station.db).get(entry.managerId) ?? null };
}

/** Returns a guest as a line of the door's search; null for an unknown id. */
export function doorGuestOf(station: Station, guestId: Id, window: DoorWindow): DoorGuest | null {
  const guest = guestOf(station.db, guestId);
  if (!guest) return null;
  const facts = factsOfGuest(station.db, guest.eventId, guestId);
  return describe(station, guest, foldPresence(facts, window));
}

/** Returns the host's card: who, whose client, what to talk about; never an amount. */
export function doorCardOf(station: Station, guestId: Id, window: DoorWindow): DoorCard | null {
  const guest = guestOf(station.db, guestId);
  const line = doorGuestOf(station, guestId, window);
  if (!guest || !line) return null;
  const ground = guest.clientId === null ? null : doorClientOf(station.db, guest.clientId);
  if (!ground || guest.clientId === null) return { ...line, talkingPoints: [] };
  const earlierVisits = earlierVisitsOf(station.db, guest.clientId, guest.eventId);
  return { ...line, talkingPoints: talkingPointsOf({ ...ground, earlierVisits }, station.clock()) };
}

function describe(station: Station, guest: KnownGuest, presence: Presence): DoorGuest {
  return {
    id: guest.id,
    name: guest.name,
    maskedPhone: guest.phone === null ? null : maskPhone(guest.phone),
    tier: guest.tier,
    hostName: guest.hostName,
    broughtBy: guest.plusOneOf === null ? null : (guestOf(station.db, guest.plusOneOf)?.name ?? null),
    seat: guest.seat,
    state: guest.state,
    standing: standingOf(guest.state, presence),
    doorRule: doorRuleOf(guest.state),
    firstEntry: presence.first ? nameEntry(station, presence.first) : null,
  };
}
