import type { Id } from '#core/base/ids.ts';
import type { CheckInFields, GuestFields } from '#core/events/event.ts';
import type { VenueEntry } from '#core/venue/entry.ts';

/** What a hub asks before it takes a steward's word. */
export interface StewardGround {
  readonly eventId: Id;
  /** The managers who host the event: one of them opened the hub that the steward was paired with. */
  readonly hostManagerIds: readonly Id[];
  /** The desk of a fact known at the hub, or null. */
  readonly deskOfFact: (id: Id) => string | null;
}

/**
 * True for what stewards may say: facts of this event in the name of one of its hosts, new walk-ins, and taking back what
 * their own desk noted. Nothing is rewritten: a fact made under an earlier hub comes here again, and two wordings of one
 * id would never become one row.
 */
export function mayStewardSay(entry: VenueEntry, ground: StewardGround): boolean {
  if (entry.data.eventId !== ground.eventId) return false;
  return entry.entity === 'checkIn' ? mayNote(entry.data, ground) : mayBring(entry.data, ground);
}

function mayNote({ kind, answers, desk, managerId }: CheckInFields, ground: StewardGround): boolean {
  const takenBack = kind === 'UNDO' && answers !== null ? ground.deskOfFact(answers) : null;
  return ground.hostManagerIds.includes(managerId) && (takenBack === null || takenBack === desk);
}

function mayBring(guest: GuestFields, { hostManagerIds }: StewardGround): boolean {
  const isWalkIn = guest.state === 'walk_in' && guest.invitedFrom === 'DOOR';
  const isLinked = [guest.clientId, guest.plusOneOf, guest.ticketCode, guest.foreignCode].some(
    (id) => id !== null,
  );
  return (
    isWalkIn && !isLinked && guest.revokedCodes.length === 0 && hostManagerIds.includes(guest.hostManagerId)
  );
}

/** Returns what a steward is told of an entry: facts without their reasons, and no guests, who come masked with the roster. */
export function asStewardSees(entry: VenueEntry): VenueEntry | null {
  if (entry.entity === 'guest') return null;
  return { ...entry, data: { ...entry.data, overrideReason: null } };
}
