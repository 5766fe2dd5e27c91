import type { Id } from '#core/base/ids.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import { foldName } from '#core/clients/name-terms.ts';
import { normalisePhone } from '#core/clients/phone.ts';
import type { EventFields, GuestFields, GuestState } from '#core/events/event.ts';
import type { MoveRefusal } from '#core/events/guest-state.ts';
import { clientsByPhone } from '#db/queries/guest-clients.ts';
import { readRow } from '#db/rows.ts';
import { namedProducts } from '#workstation/events/talk-guests.ts';
import { newTicketCode } from '#workstation/events/tickets.ts';
import { isFull } from '#workstation/events/waitlist.ts';
import {
  findingRows,
  productGate,
  productsFound,
  type NamedProduct,
} from '#workstation/risk/product-gate.ts';
import { commit, type Station } from '#workstation/station.ts';

/** Somebody a guest brings along. */
export interface PlusOne {
  readonly name: string;
  readonly phone: string | null;
}

/** Why somebody may not be brought along; `products` names what a talk may not tell this person of. */
export type PlusOneRefusal =
  | { readonly code: MoveRefusal | 'NOT_FOUND' | 'BAD_PHONE' }
  | { readonly code: 'SUITABILITY'; readonly products: NamedProduct[] };

const mayBring: readonly GuestState[] = ['accepted', 'confirmed', 'waitlisted', 'walk_in'];

/**
 * Adds somebody a guest brings along: a row of its own, accepted while there is a seat (domain §3.10). To a talk that
 * names products only a client of this book may be brought, whom name and phone lead to, and who is judged as any guest.
 */
export function addPlusOne(
  station: Station,
  guestId: Id,
  person: PlusOne,
): Result<{ guestId: Id; state: GuestState }, PlusOneRefusal> {
  const host = readRow(station.db, 'guest', guestId);
  const event = host && readRow(station.db, 'event', host.data.eventId);
  if (!host || !event) return fail({ code: 'NOT_FOUND' });
  if (event.data.status === 'CLOSED' || event.data.status === 'CANCELLED')
    return fail({ code: 'EVENT_OVER' });
  if (!mayBring.includes(host.data.state) || host.data.plusOneOf !== null)
    return fail({ code: 'NOT_ALLOWED' });
  const hasPhone = person.phone !== null && person.phone.trim() !== '';
  const phone = hasPhone ? normalisePhone(person.phone ?? '') : ok(null);
  if (!phone.ok) return fail({ code: 'BAD_PHONE' });
  const productIds = namedProducts(event.data);
  const clientId = productIds.length > 0 ? clientOf(station, person.name, phone.value) : null;
  const findings = productGate(station)({ path: 'TALK_PLUS_ONE', clientId, productIds });
  const verdicts = findingRows(station, { path: 'TALK_PLUS_ONE', clientId }, findings);
  const products = productsFound(findings, 'BLOCK');
  if (products.length > 0) {
    if (verdicts.length > 0) commit(station, 'guest.plusOne', verdicts);
    return fail({ code: 'SUITABILITY', products });
  }
  const data = guestRow(station, { host: host.data, guestId, event: { id: event.id, ...event.data } });
  const id = station.newId();
  const row = { ...data, clientId, name: person.name, phone: phone.value };
  commit(station, 'guest.plusOne', [{ op: 'create', entity: 'guest', id, data: row }, ...verdicts]);
  return ok({ guestId: id, state: data.state });
}

/** Phone and name together, so that nobody is judged by a relative's file. */
function clientOf({ db }: Station, name: string, phone: string | null): Id | null {
  if (phone === null) return null;
  return clientsByPhone(db, phone).find((one) => foldName(one.name) === foldName(name))?.id ?? null;
}

function guestRow(
  station: Station,
  about: {
    readonly host: GuestFields;
    readonly guestId: Id;
    readonly event: EventFields & { readonly id: Id };
  },
): GuestFields {
  const { host, guestId, event } = about;
  const waits = host.state === 'waitlisted' || isFull(station, { id: event.id, capacity: event.capacity });
  return {
    ...host,
    plusOneOf: guestId,
    state: waits ? 'waitlisted' : 'accepted',
    stateAt: station.clock(),
    invitedAt: null,
    ticketCode: newTicketCode(event.ticketKey),
    revokedCodes: [],
    foreignCode: null,
    seat: null,
    invitedFrom: 'PLUS_ONE',
  };
}
