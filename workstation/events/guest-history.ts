import type { GuestDeed } from '#core/api/event-after.ts';
import type { Id } from '#core/base/ids.ts';
import { clampToDoor, doorWindowOf } from '#core/events/presence.ts';
import { factsOfGuest, managerNames } from '#db/queries/events.ts';
import { movesOfGuest } from '#db/queries/guest-moves.ts';
import { readRow } from '#db/rows.ts';
import type { Station } from '#workstation/station.ts';

/** Returns what happened to a guest, who did it and when, newest first; null for no such guest. */
export function guestHistory({ db }: Station, guestId: Id): GuestDeed[] | null {
  const guest = readRow(db, 'guest', guestId)?.data;
  const event = guest && readRow(db, 'event', guest.eventId)?.data;
  if (!guest || !event) return null;
  const names = managerNames(db);
  const window = doorWindowOf(event);
  const moves = movesOfGuest(db, guest.eventId, guestId).map(
    ({ id, at, fromState, toState, managerId }): GuestDeed => ({
      what: 'MOVE',
      id,
      at,
      fromState,
      toState,
      managerName: names.get(managerId) ?? null,
    }),
  );
  const atDoor = factsOfGuest(db, guest.eventId, guestId).map(
    ({ id, at, kind, desk, overrideReason, managerId }): GuestDeed => ({
      what: 'DOOR',
      id,
      at: clampToDoor(at, window),
      kind,
      desk,
      overrideReason,
      managerName: names.get(managerId) ?? null,
    }),
  );
  return [...moves, ...atDoor].sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
}
