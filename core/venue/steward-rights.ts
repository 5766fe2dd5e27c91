import type { Id } from '#core/base/ids.ts';
import { deskOf, type VenueVisitor } from '#core/venue/exchange.ts';
import type { VenueEntry } from '#core/venue/entry.ts';

/** What a hub asks before it takes a steward's word. */
export interface StewardGround {
  readonly eventId: Id;
  /** The manager who opened the hub. */
  readonly managerId: Id;
  /** The desk of a fact known at the hub, or null. */
  readonly deskOfFact: (id: Id) => string | null;
}

/**
 * Returns a steward's entry as the hub takes it: in the steward's own name, the hub's manager responsible; null for what
 * stewards may not say (another event, somebody from the list, taking back another desk's entry).
 */
export function asStewardMay(
  visitor: VenueVisitor,
  entry: VenueEntry,
  { eventId, managerId, deskOfFact }: StewardGround,
): VenueEntry | null {
  if (entry.data.eventId !== eventId) return null;
  const author = { deviceId: visitor.deviceId, deskName: visitor.deskName };
  const desk = deskOf(visitor);
  if (entry.entity === 'checkIn') {
    const { kind, answers } = entry.data;
    const takenBack = kind === 'UNDO' && answers !== null ? deskOfFact(answers) : null;
    if (takenBack !== null && takenBack !== desk) return null;
    return { ...entry, author, data: { ...entry.data, desk, managerId } };
  }
  const { state, invitedFrom, clientId, plusOneOf, ticketCode, revokedCodes, foreignCode } = entry.data;
  const isWalkIn = state === 'walk_in' && invitedFrom === 'DOOR';
  const isLinked = clientId ?? plusOneOf ?? ticketCode ?? foreignCode ?? revokedCodes[0] ?? null;
  if (!isWalkIn || isLinked !== null) return null;
  return { ...entry, author, data: { ...entry.data, hostManagerId: managerId } };
}

/** Returns what a steward is told of an entry: facts without their reasons, and no guests, who come masked with the roster. */
export function asStewardSees(entry: VenueEntry): VenueEntry | null {
  if (entry.entity === 'guest') return null;
  return { ...entry, data: { ...entry.data, overrideReason: null } };
}
