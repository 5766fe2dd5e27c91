import type { StaysReason } from '#core/api/event-guest-list.ts';
import type { Id } from '#core/base/ids.ts';
import { canonicalJson } from '#core/sync/canonical.ts';
import { factsOf, plusOnesOf } from '#db/queries/events.ts';
import type { ListedGuest } from '#db/queries/guest-list-runs.ts';
import { notesOfEvent } from '#db/queries/guest-notes.ts';
import { readRow } from '#db/rows.ts';
import { markOf, pick } from '#workstation/events/guest-list/run.ts';
import type { Station } from '#workstation/station.ts';

/**
 * Says which guests of a list are no longer as it wrote them, and so cannot be taken back: gone, seen at the door, noted,
 * changed, or tied to somebody who stays.
 */
export function whoMovedOn(
  station: Station,
  eventId: Id,
  rows: readonly ListedGuest[],
): Map<Id, StaysReason> {
  const seen = new Set(factsOf(station.db, eventId).map(({ guestId }) => guestId));
  const noted = new Set(notesOfEvent(station.db, eventId).map(({ guestId }) => guestId));
  const reasons = new Map<Id, StaysReason>();
  for (const row of rows) {
    const reason = reasonOf(station, row, { seen, noted });
    if (reason) reasons.set(row.guestId, reason);
  }
  for (const { guestId, hostId } of rows)
    if (hostId !== null && reasons.has(guestId) && !reasons.has(hostId)) reasons.set(hostId, 'BROUGHT');
  const ofList = new Set(rows.map(({ guestId }) => guestId));
  for (const { guestId, mark } of rows)
    if (mark !== null && !reasons.has(guestId) && hasOthers(station, { eventId, guestId, ofList }))
      reasons.set(guestId, 'BROUGHT');
  for (const { guestId, hostId } of rows)
    if (hostId !== null && !reasons.has(guestId) && reasons.has(hostId)) reasons.set(guestId, 'HOST_STAYS');
  return reasons;
}

function reasonOf(
  { db }: Station,
  { guestId, mark, after }: ListedGuest,
  { seen, noted }: { readonly seen: ReadonlySet<Id>; readonly noted: ReadonlySet<Id> },
): StaysReason | null {
  const guest = readRow(db, 'guest', guestId)?.data;
  if (!guest) return 'GONE';
  if (seen.has(guestId)) return 'CAME';
  if (noted.has(guestId)) return 'NOTED';
  const isSame =
    mark === null ? canonicalJson(pick(guest, after)) === canonicalJson(after) : markOf(guest) === mark;
  return isSame ? null : 'CHANGED';
}

/** Companions put down since, who would be left without a host. */
function hasOthers(
  { db }: Station,
  {
    eventId,
    guestId,
    ofList,
  }: { readonly eventId: Id; readonly guestId: Id; readonly ofList: ReadonlySet<Id> },
): boolean {
  return plusOnesOf(db, eventId, guestId).some(({ id }) => !ofList.has(id));
}
