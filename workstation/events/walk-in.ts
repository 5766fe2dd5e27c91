import type { DoorAnswer } from '#core/api/event-door.ts';
import type { Id } from '#core/base/ids.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import { foldName } from '#core/clients/name-terms.ts';
import { normalisePhone } from '#core/clients/phone.ts';
import { doorRuleOf } from '#core/events/guest-state.ts';
import { judgeGuest } from '#core/events/scan.ts';
import { guestsByPhone, type KnownGuest } from '#db/queries/events.ts';
import { clientsByPhone } from '#db/queries/guest-clients.ts';
import { openDoor, presenceOf, settle, type DoorRefusal, type OpenDoor } from '#workstation/events/door.ts';
import type { Station } from '#workstation/station.ts';

/** Somebody at the door who is on no list, as far as they say. */
export interface Person {
  readonly name: string;
  readonly phone: string | null;
  /** True when the person is none of the guests or clients the phone led to. */
  readonly isSomebodyElse: boolean;
  /** Why somebody is let in who may not be told of what the talk is about. */
  readonly overrideReason?: string | null;
}

/** Whom the phone led to: a guest of this event, a client, or nobody. */
export interface WalkInOutcome {
  readonly match: 'GUEST' | 'CLIENT' | 'NEW';
  readonly answer: DoorAnswer;
}

/**
 * Lets in a walk-in (domain §3.10). A phone that belongs to a guest answers as that guest's ticket would; one that
 * belongs to a client links the new guest to the client; a phone shared by several is decided by the name.
 */
export function walkIn(
  station: Station,
  eventId: Id,
  person: Person,
): Result<WalkInOutcome, DoorRefusal | 'BAD_PHONE'> {
  const door = openDoor(station, eventId);
  if (!door.ok) return door;
  const hasPhone = person.phone !== null && person.phone.trim() !== '';
  const phone = hasPhone ? normalisePhone(person.phone ?? '') : ok(null);
  if (!phone.ok) return fail('BAD_PHONE');
  if (phone.value === null || person.isSomebodyElse) {
    return ok({ match: 'NEW', answer: enter(station, door.value, { ...person, phone: phone.value }, null) });
  }
  const guests = guestsByPhone(station.db, eventId, phone.value).filter(
    (guest) => doorRuleOf(guest.state) !== 'NOT_ON_THIS_ROW',
  );
  if (guests.length > 0) return ok({ match: 'GUEST', answer: asGuest(station, door.value, guests, person) });
  const clients = clientsByPhone(station.db, phone.value);
  const client = clients.length === 1 ? clients[0] : clients.find((one) => isSameName(one, person));
  return ok({
    match: client ? 'CLIENT' : 'NEW',
    answer: enter(station, door.value, { ...person, phone: phone.value }, client ?? null),
  });
}

function asGuest(
  station: Station,
  door: OpenDoor,
  guests: readonly KnownGuest[],
  person: Person,
): DoorAnswer {
  const guest = guests.length === 1 ? guests[0] : guests.find((one) => isSameName(one, person));
  const { overrideReason = null } = person;
  const arrival = { method: 'SEARCH', overrideReason, isNoteSeen: overrideReason !== null } as const;
  if (!guest) {
    return settle(station, door, { result: 'AMBIGUOUS', guestIds: guests.map(({ id }) => id) }, arrival);
  }
  const presence = presenceOf(station, guest, door.window);
  const verdict = judgeGuest(
    { eventId: door.eventId, status: door.event.status },
    { guestId: guest.id, state: guest.state, presence },
  );
  return settle(station, door, verdict, arrival);
}

function enter(
  station: Station,
  door: OpenDoor,
  { name, phone, overrideReason = null }: Person,
  client: { readonly id: Id; readonly name: string; readonly ownerManagerId: Id } | null,
): DoorAnswer {
  if (door.event.status === 'CANCELLED') {
    return settle(
      station,
      door,
      { result: 'CANCELLED', guestId: null },
      { method: 'WALK_IN', overrideReason: null },
    );
  }
  const guestId = station.newId();
  return settle(
    station,
    door,
    { result: 'OK', guestId },
    {
      method: 'WALK_IN',
      overrideReason,
      isNoteSeen: overrideReason !== null,
      newGuest: {
        eventId: door.eventId,
        clientId: client?.id ?? null,
        name: client?.name ?? name,
        phone,
        hostManagerId: client?.ownerManagerId ?? station.me.managerId,
        plusOneOf: null,
        state: 'walk_in',
        stateAt: station.clock(),
        invitedAt: null,
        ticketCode: null,
        revokedCodes: [],
        foreignCode: null,
        seat: null,
        invitedFrom: 'DOOR',
      },
    },
  );
}

function isSameName(one: { readonly name: string }, person: Person): boolean {
  return foldName(one.name) === foldName(person.name);
}
