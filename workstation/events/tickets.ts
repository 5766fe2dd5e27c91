import { randomBytes, randomInt } from 'node:crypto';
import type { Id } from '#core/base/ids.ts';
import type { GuestFields, GuestState } from '#core/events/event.ts';
import { makeTicketCode } from '#core/events/ticket.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { guestOf, guestsOf } from '#db/queries/events.ts';
import { readRow } from '#db/rows.ts';
import { sealWith } from '#workstation/events/ticket-seal.ts';
import { commit, type Station } from '#workstation/station.ts';

const spread = 2 ** 32;
const codesKept = 20;
const mayComeLater: readonly GuestState[] = [
  'invited',
  'tentative',
  'no_reply',
  'accepted',
  'confirmed',
  'waitlisted',
];

/** Returns a new key for the tickets of an event: 128 random bits. */
export function newTicketKey(): string {
  return randomBytes(16).toString('base64url');
}

/** Returns a new unguessable ticket code, sealed where the event has a key. */
export function newTicketCode(ticketKey: string | null): string {
  return makeTicketCode(() => randomInt(spread) / spread, ticketKey === null ? null : sealWith(ticketKey));
}

function keyOf({ db }: Station, eventId: Id): string | null {
  return readRow(db, 'event', eventId)?.data.ticketKey ?? null;
}

/** Returns the change that puts a guest into a state; who is accepted has a ticket from then on. */
export function stateChange(
  station: Station,
  guest: Pick<GuestFields, 'ticketCode' | 'eventId'> & { readonly id: Id },
  state: GuestState,
): RowChange {
  const needsTicket = (state === 'accepted' || state === 'confirmed') && guest.ticketCode === null;
  const ticket = needsTicket ? { ticketCode: newTicketCode(keyOf(station, guest.eventId)) } : {};
  return {
    op: 'patch',
    entity: 'guest',
    id: guest.id,
    patch: { state, stateAt: station.clock(), ...ticket },
  };
}

/** Gives every guest who may come a code where there is none; returns how many got one. */
export function issueTickets(station: Station, eventId: Id): number {
  const without = guestsOf(station.db, eventId).filter(
    ({ ticketCode, state }) => ticketCode === null && mayComeLater.includes(state),
  );
  const key = keyOf(station, eventId);
  const changes = without.map<RowChange>(({ id }) => ({
    op: 'patch',
    entity: 'guest',
    id,
    patch: { ticketCode: newTicketCode(key) },
  }));
  if (changes.length > 0) commit(station, 'guest.issueTickets', changes);
  return changes.length;
}

/** Replaces a guest's code and keeps the old one as revoked; returns the new code, or null for no such guest. */
export function reissueTicket(station: Station, guestId: Id): string | null {
  const guest = guestOf(station.db, guestId);
  if (!guest) return null;
  const ticketCode = newTicketCode(keyOf(station, guest.eventId));
  const earlier = guest.ticketCode === null ? [] : [guest.ticketCode];
  const revokedCodes = [...guest.revokedCodes, ...earlier].slice(-codesKept);
  commit(station, 'guest.reissueTicket', [
    { op: 'patch', entity: 'guest', id: guestId, patch: { ticketCode, revokedCodes } },
  ]);
  return ticketCode;
}
