import type { Id } from '#core/base/ids.ts';
import type { Entry } from '#core/events/presence.ts';
import type { DoorVerdict } from '#core/events/scan.ts';
import type { StewardGuest } from '#core/venue/steward-roster.ts';
import type { StewardDoor } from '#renderer/steward/door.ts';

/**
 * What the door says to a helper. `FOR_HOST`: the host's desk has something to say before this guest may enter. `LEFT`: the
 * exit is noted. `NOT_IN`: who leaves never came in, as far as this page knows.
 */
export type StewardResult = DoorVerdict['result'] | 'FOR_HOST' | 'LEFT' | 'NOT_IN';

/** A verdict with everything the panel needs. */
export interface StewardAnswer {
  readonly result: StewardResult;
  readonly guest: StewardGuest | null;
  /** The entry that came before. */
  readonly earlier: Entry | null;
  readonly isReentry: boolean;
  /** The guests between whom nobody guesses. */
  readonly choices: readonly StewardGuest[];
  /** A code of ours that this list does not have. */
  readonly isTicket: boolean;
  /** The hub vouches for the code: issued for this event, and on no list yet. */
  readonly isGenuine: boolean;
  /** The fact that what is noted for this answer names as its cause. */
  readonly cause: Id | null;
}

/** Makes the answer of a verdict. A helper lets nobody in by exception: who needs one is sent to the host's desk. */
export function answerOf(door: StewardDoor, verdict: DoorVerdict, isTicket: boolean): StewardAnswer {
  const { result } = verdict;
  const isGenuine = verdict.result === 'UNKNOWN' && verdict.isGenuine;
  const none = { guest: null, earlier: null, isReentry: false, choices: [], cause: null };
  const bare = { ...none, result, isTicket, isGenuine };
  if (verdict.result === 'AMBIGUOUS')
    return { ...bare, choices: verdict.guestIds.flatMap((id) => door.guestOf(id) ?? []) };
  if (!('guestId' in verdict) || verdict.guestId === null) return bare;
  const guest = door.guestOf(verdict.guestId);
  const answer = { ...bare, guest };
  if (verdict.result === 'ALREADY') return { ...answer, earlier: verdict.entry, cause: verdict.entry.id };
  if (verdict.result !== 'OK') return answer;
  const { first, lastExitId } = door.presenceOf(verdict.guestId);
  const isReentry = first !== null;
  if (guest?.isForHost && !isReentry) return { ...answer, result: 'FOR_HOST' };
  return { ...answer, isReentry, cause: lastExitId };
}

/** Turns the answer at an entrance into that at an exit: who is in the room leaves, whatever became of the ticket. */
export function leavingOf(door: StewardDoor, answer: StewardAnswer): StewardAnswer {
  const { guest } = answer;
  if (!guest) return answer;
  const { isInRoom, lastEntryId } = door.presenceOf(guest.guestId);
  const plain = { ...answer, earlier: null, isReentry: false };
  return isInRoom
    ? { ...plain, result: 'LEFT', cause: lastEntryId }
    : { ...plain, result: 'NOT_IN', cause: null };
}
