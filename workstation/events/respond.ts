import type { Id } from '#core/base/ids.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import type { GuestFields, GuestState } from '#core/events/event.ts';
import { moveGuest, type MoveRefusal } from '#core/events/guest-state.ts';
import { doorWindowOf, foldPresence } from '#core/events/presence.ts';
import { factsOfGuest, plusOnesOf } from '#db/queries/events.ts';
import { readRow } from '#db/rows.ts';
import { stateChange } from '#workstation/events/tickets.ts';
import { isFull, moveUpChanges } from '#workstation/events/waitlist.ts';
import { commit, type Station } from '#workstation/station.ts';

/** What a move led to. */
export interface Moved {
  readonly state: GuestState;
  /** How many waiting guests took a seat that became free. */
  readonly movedUp: number;
}

/**
 * Moves a guest to a state in one commit: an acceptance without a seat becomes `waitlisted`, a cancellation takes
 * the guest's plus-ones along and lets the waitlist move up.
 */
export function respond(
  station: Station,
  guestId: Id,
  to: GuestState,
): Result<Moved, MoveRefusal | 'NOT_FOUND'> {
  const row = readRow(station.db, 'guest', guestId);
  const event = row && readRow(station.db, 'event', row.data.eventId);
  if (!row || !event) return fail('NOT_FOUND');
  const seats = { id: event.id, capacity: event.data.capacity };
  const moved = moveGuest(row.data.state, to, {
    eventStatus: event.data.status,
    hasEntered: hasEntered(station, event.id, guestId),
    isFull: isFull(station, seats),
  });
  if (!moved.ok) return moved;
  const states = new Map([[guestId, moved.value]]);
  const own = [stateChange(station, { id: guestId, ...row.data }, moved.value)];
  if (moved.value === 'cancelled' || moved.value === 'declined') {
    for (const companion of companionsOf(station, event.id, guestId)) {
      const state = companion.state === 'waitlisted' ? 'declined' : 'cancelled';
      states.set(companion.id, state);
      own.push(stateChange(station, companion, state));
    }
  }
  const up = moveUpChanges(station, seats, states);
  commit(station, 'guest.respond', [...own, ...up]);
  return ok({ state: moved.value, movedUp: up.length });
}

function hasEntered(station: Station, eventId: Id, guestId: Id): boolean {
  const event = readRow(station.db, 'event', eventId);
  if (!event) return false;
  return foldPresence(factsOfGuest(station.db, eventId, guestId), doorWindowOf(event.data)).first !== null;
}

/** Plus-ones still expected: without the guest who brings them they do not come. */
function companionsOf(station: Station, eventId: Id, guestId: Id): (GuestFields & { readonly id: Id })[] {
  const expected: readonly GuestState[] = ['accepted', 'confirmed', 'waitlisted'];
  return plusOnesOf(station.db, eventId, guestId).filter(
    ({ id, state }) => expected.includes(state) && !hasEntered(station, eventId, id),
  );
}
