import type { Id } from '#core/base/ids.ts';
import { keptRow, type DoubleRow } from '#core/events/doubles.ts';
import type { GuestFields } from '#core/events/event.ts';
import { canonicalJson } from '#core/sync/canonical.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { doubleRows, plusOnesOf, type GuestRow } from '#db/queries/events.ts';
import { readRow } from '#db/rows.ts';
import { moveUpChanges } from '#workstation/events/waitlist.ts';
import { commit, type Station } from '#workstation/station.ts';

type Row = GuestRow & DoubleRow;

/**
 * Makes one row of several by which hosts invited the same client to the same event without knowing of each other. Done
 * by the workstation of the client's own manager alone, from the rows alone, so that devices cannot pull in two directions.
 * The other rows are cancelled, their tickets answer REVOKED with the guest's card, their plus-ones come along, and seats
 * that become free go to the waitlist. A row that somebody entered by stays. Returns how many rows were cancelled.
 */
export function mergeDoubles(station: Station): number {
  const rows = doubleRows(station.db, station.me.managerId);
  const groups = Map.groupBy(rows, ({ eventId, clientId }) => `${eventId} ${clientId}`);
  return [...groups.values()].reduce((sum, group) => sum + mergeGroup(station, group), 0);
}

function mergeGroup(station: Station, group: readonly Row[]): number {
  const [first, ...others] = group;
  if (!first) return 0;
  const kept = group.find(({ id }) => id === keptRow([first, ...others]).id) ?? first;
  const dropped = group.filter(({ id, hasEntered }) => id !== kept.id && !hasEntered);
  const event = readRow(station.db, 'event', kept.eventId)?.data;
  if (dropped.length === 0 || !event) return 0;
  // The same instant on every device: what follows from rows has no time of its own.
  const stateAt = Math.max(...group.map((row) => row.stateAt));
  const moved = new Map(dropped.map(({ id }): [Id, 'cancelled'] => [id, 'cancelled']));
  commit(station, 'guest.merge', [
    ...dropped.map((row) =>
      patchOf(row.id, { state: 'cancelled', stateAt, ticketCode: null, foreignCode: null, seat: null }),
    ),
    ...ticketsOf(kept, dropped),
    ...dropped.flatMap(({ id }) =>
      plusOnesOf(station.db, kept.eventId, id).map((one) => patchOf(one.id, { plusOneOf: kept.id })),
    ),
    ...moveUpChanges(station, { id: kept.eventId, ...event }, moved),
  ]);
  return dropped.length;
}

/** A guest without a ticket or seat takes over one that was given out; any other code is a replaced one from now on. */
function ticketsOf(kept: Row, dropped: readonly Row[]): RowChange[] {
  const given = dropped.flatMap(({ ticketCode }) => ticketCode ?? []);
  const ticketCode = kept.ticketCode ?? given[0] ?? null;
  const replaced = given.filter((code) => code !== ticketCode);
  const patch = {
    ticketCode,
    revokedCodes: [...kept.revokedCodes, ...replaced].slice(-20),
    foreignCode: kept.foreignCode ?? dropped.find(({ foreignCode }) => foreignCode)?.foreignCode ?? null,
    seat: kept.seat ?? dropped.find(({ seat }) => seat)?.seat ?? null,
  };
  const isSame = canonicalJson(patch) === canonicalJson(pick(kept));
  return isSame ? [] : [patchOf(kept.id, patch)];
}

function pick({ ticketCode, revokedCodes, foreignCode, seat }: Row): Partial<GuestFields> {
  return { ticketCode, revokedCodes, foreignCode, seat };
}

function patchOf(id: Id, patch: Partial<GuestFields>): RowChange {
  return { op: 'patch', entity: 'guest', id, patch };
}
