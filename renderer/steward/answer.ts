import type { Id } from '#core/base/ids.ts';
import type { Entry } from '#core/events/presence.ts';
import type { DoorVerdict } from '#core/events/scan.ts';
import type { StewardGuest } from '#core/venue/steward-roster.ts';
import type { StewardDoor } from '#renderer/steward/door.ts';

/** What the door says to a helper; `FOR_HOST`: the host's desk has something to say before this guest may enter. */
export type StewardResult = DoorVerdict['result'] | 'FOR_HOST';

/** A verdict with everything the panel needs. */
export interface StewardAnswer {
  readonly result: StewardResult;
  readonly guest: StewardGuest | null;
  /** The entry that came before. */
  readonly earlier: Entry | null;
  readonly isReentry: boolean;
  /** The guests between whom nobody guesses. */
  readonly choices: readonly StewardGuest[];
  /** A code of ours that this list does not have: another event's, or issued since. */
  readonly isTicket: boolean;
  /** The fact an entry written for this answer names as its cause. */
  readonly entering: Id | null;
}

/** Makes the answer of a verdict. A helper lets nobody in by exception: who needs one is sent to the host's desk. */
export function answerOf(door: StewardDoor, verdict: DoorVerdict, isTicket: boolean): StewardAnswer {
  const none = { guest: null, earlier: null, isReentry: false, choices: [], isTicket, entering: null };
  if (verdict.result === 'AMBIGUOUS') {
    const choices = verdict.guestIds.flatMap((id) => door.guestOf(id) ?? []);
    return { ...none, result: 'AMBIGUOUS', choices };
  }
  if (!('guestId' in verdict) || verdict.guestId === null) return { ...none, result: verdict.result };
  const guest = door.guestOf(verdict.guestId);
  const answer = { ...none, result: verdict.result, guest };
  if (verdict.result === 'ALREADY') return { ...answer, earlier: verdict.entry, entering: verdict.entry.id };
  if (verdict.result !== 'OK') return answer;
  const { first, lastExitId } = door.presenceOf(verdict.guestId);
  const isReentry = first !== null;
  if (guest?.isForHost && !isReentry) return { ...answer, result: 'FOR_HOST' };
  return { ...answer, isReentry, entering: lastExitId };
}
