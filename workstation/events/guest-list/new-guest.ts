import type { GuestListRow } from '#core/api/event-guest-list.ts';
import type { GuestFields, GuestState } from '#core/events/event.ts';
import type { GuestDraft } from '#core/events/guest-list/draft.ts';
import type { FoundClient } from '#db/queries/guest-clients.ts';
import { readRow } from '#db/rows.ts';
import { companionsOf } from '#workstation/events/guest-list/companions.ts';
import { askGates, type Gated } from '#workstation/events/guest-list/gates.ts';
import { seatedAs, type JudgedRow, type Work } from '#workstation/events/guest-list/work.ts';
import { newTicketCode } from '#workstation/events/tickets.ts';

/** A row of somebody who is not on the list yet, and how to leave it out. */
export interface NewRow {
  readonly draft: GuestDraft;
  readonly client: FoundClient | null;
  readonly row: GuestListRow;
  readonly skip: (reason: GuestListRow['reason'], refusal?: Partial<Gated>) => JudgedRow;
}

/** Puts somebody on the list whom every gate lets pass, with whom they bring along. */
export function newGuest(work: Work, { draft, client, row, skip }: NewRow): JudgedRow {
  const wanted = draft.state ?? work.wish.defaultState;
  const gated = askGates(work, wanted, client);
  if (gated.reason !== null) return skip(gated.reason, gated);
  const state = seatedAs(work, wanted);
  const id = work.station.newId();
  const data = guestData(work, { draft, client, state });
  const brought = companionsOf(work, { hostId: id, host: data, names: draft.companions });
  const notes = [...row.notes, ...brought.notes];
  if (state === 'waitlisted') notes.push('WAITLISTED');
  return {
    view: { ...row, outcome: 'NEW', notes, state, companions: brought.changes.length },
    changes: [{ op: 'create', entity: 'guest', id, data }, ...brought.changes, ...gated.changes],
  };
}

function guestData(
  { station, event, people }: Work,
  { draft, client, state }: { draft: GuestDraft; client: FoundClient | null; state: GuestState },
): GuestFields {
  const now = station.clock();
  const owner = client && readRow(station.db, 'client', client.id)?.data.ownerManagerId;
  const hasTicket = state === 'accepted' || state === 'confirmed';
  return {
    eventId: event.id,
    clientId: client?.id ?? null,
    name: client?.name ?? draft.name,
    phone: draft.phone ?? client?.phone ?? null,
    hostManagerId: people.managerNamed(draft.hostName) ?? owner ?? station.me.managerId,
    plusOneOf: null,
    state,
    stateAt: now,
    invitedAt: state === 'invited' ? now : null,
    ticketCode: hasTicket ? newTicketCode(event.ticketKey) : null,
    revokedCodes: [],
    foreignCode: draft.foreignCode,
    seat: draft.seat,
    invitedFrom: 'IMPORT',
  };
}
