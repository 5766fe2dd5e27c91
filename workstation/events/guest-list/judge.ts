import type { GuestListRow } from '#core/api/event-guest-list.ts';
import type { Id } from '#core/base/ids.ts';
import { maskPhone } from '#core/clients/phone.ts';
import { seatsTaken } from '#core/events/capacity.ts';
import type { EventFields } from '#core/events/event.ts';
import type { GuestDraft } from '#core/events/guest-list/draft.ts';
import { doorWindowOf, foldPresences } from '#core/events/presence.ts';
import { factsOf, seatsOf } from '#db/queries/events.ts';
import { type FoundClient } from '#db/queries/guest-clients.ts';
import { updateGuest } from '#workstation/events/guest-list/known-guest.ts';
import { newGuest, type NewRow } from '#workstation/events/guest-list/new-guest.ts';
import { peopleFor } from '#workstation/events/guest-list/people.ts';
import type { JudgedRow, TakeWish, Work } from '#workstation/events/guest-list/work.ts';
import { lotOf } from '#workstation/events/lot.ts';
import type { ProductGate } from '#workstation/risk/product-gate.ts';
import type { Station } from '#workstation/station.ts';

/**
 * Says what becomes of every row of a list, in its order, and writes nothing. Invitations pass the gates as everywhere
 * (contact, suitability, lot); who answered elsewhere is stopped by what a yes does not lift and by the suitability gate.
 */
export function judgeGuestList(
  station: Station,
  event: EventFields & { readonly id: Id },
  given: { readonly drafts: readonly GuestDraft[]; readonly wish: TakeWish; readonly gate: ProductGate },
): JudgedRow[] {
  const { drafts, wish, gate } = given;
  const people = peopleFor(station, event.id, drafts);
  const clientIds = drafts.flatMap((draft) => people.whoIs(draft, true).client?.id ?? []);
  const presences = foldPresences(factsOf(station.db, event.id), doorWindowOf(event));
  const work: Work = {
    station,
    event,
    wish,
    people,
    gate,
    lot: lotOf(station, event.id, [...new Set(clientIds)]),
    entered: new Set([...presences].flatMap(([id, { first }]) => (first ? [id] : []))),
    seen: new Set(),
    free: event.capacity - seatsTaken(seatsOf(station.db, event.id)),
  };
  return drafts.map((draft) => judgeRow(work, draft));
}

function judgeRow(work: Work, draft: GuestDraft): JudgedRow {
  const isSamePerson = work.wish.samePersonRows.has(draft.rowNo);
  const { client, isInDoubt } = work.people.whoIs(draft, isSamePerson);
  const row = viewOf(draft, client);
  const skip: NewRow['skip'] = (reason, { changes = [], products = [] } = {}) => ({
    view: { ...row, outcome: 'SKIP', reason, products },
    changes,
  });
  if (draft.isPhoneBad) return skip('BAD_PHONE');
  if (isInDoubt) return skip('NAME_DIFFERS');
  if (row.name === '') return skip('NO_NAME');
  const keys = keysOf(draft, client);
  if (keys.some((key) => work.seen.has(key))) return skip('DUPLICATE_ROW');
  for (const key of keys) work.seen.add(key);
  const listed = work.people.listed(draft, client);
  return listed ? updateGuest(work, { draft, listed, row }) : newGuest(work, { draft, client, row, skip });
}

/** The same person twice: the same client, ticket, or name with the same phone. */
function keysOf(draft: GuestDraft, client: FoundClient | null): string[] {
  const ticket = draft.foreignCode === null ? [] : [`code ${draft.foreignCode}`];
  if (client) return [`client ${client.id}`, ...ticket];
  return ticket.length > 0 ? ticket : [`person ${draft.name} ${draft.phone ?? ''}`];
}

function viewOf(draft: GuestDraft, client: FoundClient | null): GuestListRow {
  return {
    rowNo: draft.rowNo,
    name: draft.name || (client?.name ?? ''),
    maskedPhone: draft.phone === null ? null : maskPhone(draft.phone),
    outcome: 'SAME',
    reason: null,
    notes: [...draft.notes],
    clientName: client?.name ?? null,
    state: null,
    seat: draft.seat,
    companions: 0,
    hasForeignCode: draft.foreignCode !== null,
    products: [],
  };
}
