import type { Id } from '#core/base/ids.ts';
import type { EventFields, GuestState } from '#core/events/event.ts';
import { doorRuleOf } from '#core/events/guest-state.ts';
import type { Entry, Presence } from '#core/events/presence.ts';

/** A guest whose present or earlier ticket code was scanned, of whichever event. */
export interface ScanMatch {
  readonly guestId: Id;
  readonly eventId: Id;
  readonly state: GuestState;
  /** True when the code was replaced or withdrawn. */
  readonly isRevoked: boolean;
  readonly presence: Presence;
}

/** What the door says (domain §3.10). OK is a judgement: the guest is in only once the fact is on disk. */
export type DoorVerdict =
  | { readonly result: 'OK'; readonly guestId: Id }
  | { readonly result: 'ALREADY'; readonly guestId: Id; readonly entry: Entry }
  | { readonly result: 'NOT_CONFIRMED'; readonly guestId: Id; readonly state: GuestState }
  | { readonly result: 'CANCELLED'; readonly guestId: Id | null }
  | { readonly result: 'REVOKED'; readonly guestId: Id }
  | { readonly result: 'WRONG_EVENT'; readonly eventId: Id }
  | { readonly result: 'AMBIGUOUS'; readonly guestIds: readonly Id[] }
  /** `isGenuine`: this event issued the code, but no list here knows it yet. */
  | { readonly result: 'UNKNOWN'; readonly isGenuine: boolean };

/** The event whose door it is. */
export interface Door {
  readonly eventId: Id;
  readonly status: EventFields['status'];
}

/**
 * Judges a scan by the guests its code or codes belong to. One guest of this event decides, whatever other
 * events know the code; several are never guessed between. `sealedBy` is the event whose key seals a code that no list
 * here knows: genuine, yet nobody is let in by it alone.
 */
export function judgeScan(
  door: Door,
  matches: readonly ScanMatch[],
  sealedBy: Id | null = null,
): DoorVerdict {
  const here = matches.filter(({ eventId }) => eventId === door.eventId);
  const valid = here.filter(({ isRevoked }) => !isRevoked);
  const candidates = valid.length > 0 ? valid : here;
  const guestIds = [...new Set(candidates.map(({ guestId }) => guestId))];
  if (guestIds.length > 1) return { result: 'AMBIGUOUS', guestIds };
  const [match] = candidates;
  if (match) return match.isRevoked ? { result: 'REVOKED', guestId: match.guestId } : judgeGuest(door, match);
  const elsewhere = matches[0]?.eventId ?? sealedBy;
  if (elsewhere === null || elsewhere === door.eventId)
    return { result: 'UNKNOWN', isGenuine: elsewhere !== null };
  return { result: 'WRONG_EVENT', eventId: elsewhere };
}

/** Judges a guest who stands at the door, however found. Who is in stays in, whatever became of the invitation. */
export function judgeGuest(
  door: Door,
  { guestId, state, presence }: Pick<ScanMatch, 'guestId' | 'state' | 'presence'>,
): DoorVerdict {
  if (door.status === 'CANCELLED') return { result: 'CANCELLED', guestId };
  if (presence.first && presence.isInRoom) return { result: 'ALREADY', guestId, entry: presence.first };
  if (presence.first) return { result: 'OK', guestId };
  if (state === 'cancelled') return { result: 'CANCELLED', guestId };
  return doorRuleOf(state) === 'READY'
    ? { result: 'OK', guestId }
    : { result: 'NOT_CONFIRMED', guestId, state };
}
