import type { GuestListRow } from '#core/api/event-guest-list.ts';
import type { GuestFields, GuestState } from '#core/events/event.ts';
import type { GuestDraft } from '#core/events/guest-list/draft.ts';
import type { ListState } from '#core/events/guest-list/words.ts';
import { moveGuest } from '#core/events/guest-state.ts';
import type { RowChange } from '#db/changes/commit.ts';
import type { KnownGuest } from '#db/queries/events.ts';
import type { JudgedRow, Work } from '#workstation/events/guest-list/work.ts';
import { stateChange } from '#workstation/events/tickets.ts';

/** Says what a row adds to who is on the list already: an answer that may follow, a seat, a ticket's code. */
export function updateGuest(
  work: Work,
  {
    draft,
    listed,
    row,
  }: { readonly draft: GuestDraft; readonly listed: KnownGuest; readonly row: GuestListRow },
): JudgedRow {
  const { id, seat, foreignCode } = listed;
  const patch: Partial<GuestFields> = {
    ...(draft.seat !== null && draft.seat !== seat ? { seat: draft.seat } : {}),
    ...(draft.foreignCode !== null && foreignCode === null ? { foreignCode: draft.foreignCode } : {}),
  };
  const changes: RowChange[] = [];
  if (Object.keys(patch).length > 0) changes.push({ op: 'patch', entity: 'guest', id, patch });
  const moved = movedTo(work, draft.state, listed);
  if (moved !== null && moved !== 'KEPT') changes.push(stateChange(work.station, listed, moved));
  const state = moved === null || moved === 'KEPT' ? listed.state : moved;
  const notes = [...row.notes];
  if (moved === 'KEPT') notes.push('STATE_KEPT');
  if (moved === 'waitlisted') notes.push('WAITLISTED');
  return { view: { ...row, outcome: changes.length > 0 ? 'UPDATE' : 'SAME', notes, state }, changes };
}

/** Where an answer moves a guest: null where it says nothing new, KEPT where the guest may not move there. */
function movedTo(work: Work, to: ListState | null, guest: KnownGuest): GuestState | 'KEPT' | null {
  if (to === null || to === guest.state || to === 'invited' || to === 'candidate') return null;
  if (guest.state === 'candidate') return 'KEPT';
  const moved = moveGuest(guest.state, to, {
    eventStatus: work.event.status,
    hasEntered: work.entered.has(guest.id),
    isFull: work.free <= 0,
  });
  if (!moved.ok) return 'KEPT';
  if (moved.value === 'accepted') work.free -= 1;
  return moved.value;
}
