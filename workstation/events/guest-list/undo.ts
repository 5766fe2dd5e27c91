import type { UndoneGuestList } from '#core/api/event-guest-list.ts';
import type { Id } from '#core/base/ids.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import type { GuestState } from '#core/events/event.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { endGuestListRun } from '#db/changes/guest-list-run.ts';
import { guestListRun, type ListedGuest } from '#db/queries/guest-list-runs.ts';
import { readRow } from '#db/rows.ts';
import { whoMovedOn } from '#workstation/events/guest-list/moved-on.ts';
import { partsOf } from '#workstation/events/parts.ts';
import { runningEvent } from '#workstation/events/plan.ts';
import { moveUpChanges } from '#workstation/events/waitlist.ts';
import { commitAllBeside, type Station } from '#workstation/station.ts';

/**
 * Takes a guest list back as a whole, in one transaction: who was put on the list is off it again, who was on it before is as
 * before, an invitation no longer counts as a contact, and seats that become free go to the waitlist. Facts stay, with the
 * facts that take them back. Whoever moved on since stays, and is named with the reason.
 */
export function undoGuestList(
  station: Station,
  runId: Id,
): Result<UndoneGuestList, 'NOT_FOUND' | 'EVENT_OVER'> {
  const run = guestListRun(station.db, runId);
  if (!run || run.undoneAt !== null) return fail('NOT_FOUND');
  const event = runningEvent(station, run.eventId);
  if (!event.ok) return event;
  const movedOn = whoMovedOn(station, run.eventId, run.rows);
  const back = run.rows.filter(({ guestId }) => !movedOn.has(guestId));
  const states = new Map(back.map((row): [Id, GuestState] => [row.guestId, stateBefore(station, row)]));
  const groups = [
    ...back.map((row) => takenBack(station, row)),
    moveUpChanges(station, { id: run.eventId, ...event.value }, states),
  ];
  commitAllBeside(station, { command: 'guest.importUndo', parts: partsOf(groups) }, (db) =>
    endGuestListRun(db, runId, station.clock()),
  );
  const stays = run.rows.flatMap(({ guestId }) => {
    const reason = movedOn.get(guestId);
    const name = readRow(station.db, 'guest', guestId)?.data.name ?? null;
    return reason ? [{ guestId, name, reason }] : [];
  });
  return ok({ undone: back.length, stays });
}

/** The state in which a guest counts for the seats afterwards; one taken off the list holds none. */
function stateBefore({ db }: Station, { guestId, mark, before }: ListedGuest): GuestState {
  if (mark !== null) return 'cancelled';
  return before.state ?? readRow(db, 'guest', guestId)?.data.state ?? 'cancelled';
}

function takenBack(station: Station, { guestId, contactId, mark, before, after }: ListedGuest): RowChange[] {
  const row = { entity: 'guest', id: guestId } as const;
  const revoked = after.ticketCode
    ? {
        revokedCodes: [...(readRow(station.db, 'guest', guestId)?.data.revokedCodes ?? []), after.ticketCode],
      }
    : {};
  const change: RowChange =
    mark === null ? { ...row, op: 'patch', patch: { ...before, ...revoked } } : { ...row, op: 'delete' };
  return [change, ...contactTakenBack(station, contactId)];
}

function contactTakenBack({ db, me, newId, clock }: Station, contactId: Id | null): RowChange[] {
  const contact = contactId === null ? null : readRow(db, 'contact', contactId);
  if (!contact || contactId === null) return [];
  const { clientId } = contact.data;
  const data = { clientId, contactId, managerId: me.managerId, undoneAt: clock() };
  return [{ op: 'create', entity: 'contactUndo', id: newId(), data }];
}
