import type { Id } from '#core/base/ids.ts';
import { movingUp, seatsTaken } from '#core/events/capacity.ts';
import type { EventFields, GuestState } from '#core/events/event.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { seatsOf } from '#db/queries/events.ts';
import { readRow } from '#db/rows.ts';
import { stateChange } from '#workstation/events/tickets.ts';
import type { Station } from '#workstation/station.ts';

type Seats = Pick<EventFields, 'capacity'> & { readonly id: Id };

/** True when no seat is free for one more promise. */
export function isFull(station: Station, event: Seats): boolean {
  return seatsTaken(seatsOf(station.db, event.id)) >= event.capacity;
}

/** Returns the changes by which waiting guests take the seats left free once `moved` guests are in their new states. */
export function moveUpChanges(
  station: Station,
  event: Seats,
  moved: ReadonlyMap<Id, GuestState>,
): RowChange[] {
  const seats = seatsOf(station.db, event.id).map((seat) => ({
    ...seat,
    state: moved.get(seat.id) ?? seat.state,
  }));
  return movingUp(seats, event.capacity).flatMap((id) => {
    const guest = readRow(station.db, 'guest', id);
    return guest ? [stateChange(station, { id, ...guest.data }, 'accepted')] : [];
  });
}
