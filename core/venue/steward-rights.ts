import type { Id } from '#core/base/ids.ts';
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
 * True for what stewards may say: entries, exits and what takes them back, of this event, in the name of one of its hosts; taking
 * back only what their own desk noted. Letting in by exception and walk-ins are the host's (docs/decisions/0014). Nothing is
 * rewritten: a fact made under an earlier hub comes here again, and two wordings of one id would never become one row.
 */
export function mayStewardSay({ entity, data }: VenueEntry, ground: StewardGround): boolean {
  if (entity !== 'checkIn' || data.eventId !== ground.eventId) return false;
  const { kind, answers, desk, managerId, method, overrideReason } = data;
  const isByException = overrideReason !== null || method === 'WALK_IN';
  const takenBack = kind === 'UNDO' && answers !== null ? ground.deskOfFact(answers) : null;
  const isOwn = takenBack === null || takenBack === desk;
  return !isByException && isOwn && ground.hostManagerIds.includes(managerId);
}

/** Returns what a steward is told of an entry: facts without their reasons, and no guests, who come masked with the roster. */
export function asStewardSees(entry: VenueEntry): VenueEntry | null {
  if (entry.entity === 'guest') return null;
  return { ...entry, data: { ...entry.data, overrideReason: null } };
}
