import type { Id } from '#core/base/ids.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import type { CheckInFields } from '#core/events/event.ts';
import { doorWindowOf, foldPresence } from '#core/events/presence.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { factsOfGuest } from '#db/queries/events.ts';
import { readRow } from '#db/rows.ts';
import { forgetScan } from '#workstation/events/echo.ts';
import { commit, type Station } from '#workstation/station.ts';

/**
 * Takes back an entry or exit by new facts. This desk's own later scans of the same guest that were answered
 * ALREADY because of it go with it; another desk's entry stands, and then the guest is still in.
 */
export function undoCheckIn(
  station: Station,
  checkInId: Id,
): Result<{ guestId: Id; isStillIn: boolean }, 'NOT_FOUND'> {
  const fact = readRow(station.db, 'checkIn', checkInId)?.data;
  const event = fact && readRow(station.db, 'event', fact.eventId)?.data;
  if (!fact || !event || fact.kind === 'UNDO') return fail('NOT_FOUND');
  const window = doorWindowOf(event);
  const facts = factsOfGuest(station.db, fact.eventId, fact.guestId);
  const standing = new Set(foldPresence(facts, window).standing);
  const echoes = facts.filter(
    ({ kind, answers, desk }) =>
      fact.kind === 'IN' && kind === 'IN' && answers === checkInId && desk === fact.desk,
  );
  const taken = [checkInId, ...echoes.map(({ id }) => id)].filter((id) => standing.has(id));
  const { eventId, guestId } = fact;
  const undos = taken.map((answers) => doorFact(station, { eventId, guestId, kind: 'UNDO', answers }));
  if (undos.length > 0) commit(station, 'checkIn.undo', undos);
  forgetScan(station);
  const after = foldPresence(factsOfGuest(station.db, eventId, guestId), window);
  return ok({ guestId, isStillIn: after.isInRoom });
}

/** Notes that a guest leaves the room; answers the fact's id. */
export function checkOut(station: Station, guestId: Id): Result<Id, 'NOT_FOUND' | 'NOT_IN_ROOM'> {
  const guest = readRow(station.db, 'guest', guestId)?.data;
  const event = guest && readRow(station.db, 'event', guest.eventId)?.data;
  if (!guest || !event) return fail('NOT_FOUND');
  const presence = foldPresence(factsOfGuest(station.db, guest.eventId, guestId), doorWindowOf(event));
  if (!presence.isInRoom) return fail('NOT_IN_ROOM');
  const { eventId } = guest;
  const change = doorFact(station, { eventId, guestId, kind: 'OUT', answers: presence.lastEntryId });
  commit(station, 'checkIn.leave', [change]);
  forgetScan(station);
  return ok(change.id);
}

function doorFact(
  station: Station,
  fact: Pick<CheckInFields, 'eventId' | 'guestId' | 'kind' | 'answers'>,
): RowChange {
  const data: CheckInFields = {
    ...fact,
    at: station.clock(),
    desk: station.me.deviceName,
    managerId: station.me.managerId,
    method: 'SEARCH',
    overrideReason: null,
  };
  return { op: 'create', entity: 'checkIn', id: station.newId(), data };
}
