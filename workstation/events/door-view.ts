import type { Id } from '#core/base/ids.ts';
import { countDoor } from '#core/events/counters.ts';
import { absent, clampToDoor, doorWindowOf, foldPresences, type Presence } from '#core/events/presence.ts';
import {
  factsOf,
  guestsOf,
  managerNames,
  unsyncedFactsOf,
  unsyncedOf,
  type KnownGuest,
} from '#db/queries/events.ts';
import { readRow } from '#db/rows.ts';
import type { Station } from '#workstation/station.ts';

const arrivalsShown = 30;

/** Returns the door at a glance: counters, the latest standing facts of all desks, who of whose guests came. */
export function doorView(station: Station, eventId: Id) {
  const event = readRow(station.db, 'event', eventId)?.data;
  if (!event) return null;
  const facts = factsOf(station.db, eventId);
  const window = doorWindowOf(event);
  const presences = foldPresences(facts, window);
  const guests = guestsOf(station.db, eventId);
  const byId = new Map(guests.map((guest) => [guest.id, guest]));
  const unsynced = unsyncedFactsOf(station.db, eventId);
  const arrivals = facts
    .flatMap((fact) => {
      const presence = presences.get(fact.guestId) ?? absent;
      const isRepeat = presence.repeats.some(({ id }) => id === fact.id);
      if (fact.kind === 'UNDO' || isRepeat || !presence.standing.includes(fact.id)) return [];
      const guest = byId.get(fact.guestId);
      return [
        {
          checkInId: fact.id,
          kind: fact.kind,
          guestId: fact.guestId,
          name: guest?.name ?? '',
          tier: guest?.tier ?? null,
          at: clampToDoor(fact.at, window),
          desk: fact.desk,
          isDouble: presence.doubles.some(({ id }) => id === fact.id),
          repeats: presence.first?.id === fact.id ? presence.repeats.length : 0,
          isOverride: fact.overrideReason !== null,
          isUnsynced: unsynced.has(fact.id),
        },
      ];
    })
    .sort((a, b) => b.at - a.at || (a.checkInId < b.checkInId ? 1 : -1))
    .slice(0, arrivalsShown);
  return {
    event: { ...event, id: eventId },
    desk: station.me.deviceName,
    counters: countDoor(guests, presences),
    unsynced: unsyncedOf(station.db, eventId),
    arrivals,
    hosts: hostsOf(guests, presences, managerNames(station.db)),
  };
}

function hostsOf(
  guests: readonly KnownGuest[],
  presences: ReadonlyMap<Id, Presence>,
  names: ReadonlyMap<Id, string>,
) {
  const hosts = new Map<Id, { managerId: Id; name: string | null; expected: number; arrived: number }>();
  for (const { id, hostManagerId, state } of guests) {
    const host = hosts.get(hostManagerId) ?? {
      managerId: hostManagerId,
      name: names.get(hostManagerId) ?? null,
      expected: 0,
      arrived: 0,
    };
    const hasCome = presences.get(id)?.first;
    if (state === 'accepted' || state === 'confirmed' || state === 'no_show') host.expected += 1;
    if (hasCome) host.arrived += 1;
    hosts.set(hostManagerId, host);
  }
  return [...hosts.values()].sort((a, b) => b.expected - a.expected || (a.managerId < b.managerId ? -1 : 1));
}
