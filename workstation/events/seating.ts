import type { ProposedSeat } from '#core/api/event-seating.ts';
import type { Id } from '#core/base/ids.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import { readSeatLines, type SeatLine } from '#core/events/seat-lines.ts';
import { fillTables, type SeatingWish } from '#core/events/seating.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { guestsOf } from '#db/queries/events.ts';
import { runningEvent } from '#workstation/events/plan.ts';
import { guestsByPinyin } from '#workstation/events/roster.ts';
import { commit, type Station } from '#workstation/station.ts';

/** Gives guests of an event their seats, or takes them (null or nothing); returns how many changed. */
export function giveSeats(
  station: Station,
  eventId: Id,
  seats: readonly { readonly guestId: Id; readonly seat: string | null }[],
): Result<number, 'NOT_FOUND' | 'EVENT_OVER'> {
  const event = runningEvent(station, eventId);
  if (!event.ok) return event;
  const now = new Map(guestsOf(station.db, eventId).map(({ id, seat }) => [id, seat]));
  if (seats.some(({ guestId }) => !now.has(guestId))) return fail('NOT_FOUND');
  const changes = seats.flatMap(({ guestId, seat: given }): RowChange[] => {
    const seat = given || null;
    return seat === now.get(guestId) ? [] : [{ op: 'patch', entity: 'guest', id: guestId, patch: { seat } }];
  });
  if (changes.length > 0) commit(station, 'guest.seat', changes);
  return ok(changes.length);
}

/** Proposes tables for everyone who comes and has none, in the order of names; writes nothing. */
export function proposeTables(station: Station, eventId: Id, wish: SeatingWish): ProposedSeat[] {
  const guests = guestsByPinyin(station, eventId);
  const seats = fillTables(guests, wish);
  return guests.flatMap(({ id, name, seat: before }) => {
    const seat = seats.get(id);
    return seat === undefined ? [] : [{ guestId: id, name, before, seat }];
  });
}

/** Reads pasted lines of who sits where; writes nothing. */
export function readSeats(station: Station, eventId: Id, text: string) {
  const guests = guestsOf(station.db, eventId);
  const byId = new Map(guests.map((guest) => [guest.id, guest]));
  const lines = readSeatLines(text, guests);
  const seats = lines.flatMap(({ guestId, seat }): ProposedSeat[] => {
    const guest = byId.get(guestId ?? '');
    return guest ? [{ guestId: guest.id, name: guest.name, before: guest.seat, seat }] : [];
  });
  return { seats, left: lines.flatMap(leftOf) };
}

function leftOf({ line, text, problem }: SeatLine) {
  return problem === null ? [] : [{ line, text, problem }];
}
