import { fail, ok, type Result } from '#core/base/result.ts';
import type { EventFields, GuestState } from '#core/events/event.ts';

/** Every move a guest can make, from → to (domain §3.10). Presence is folded from facts and is not in here. */
const guestMoves: Readonly<Record<GuestState, readonly GuestState[]>> = {
  candidate: ['invited'],
  invited: ['accepted', 'tentative', 'declined', 'no_reply', 'waitlisted'],
  // A later answer replaces an earlier one until it is a promise; a promise is only confirmed or cancelled.
  tentative: ['accepted', 'declined', 'waitlisted'],
  declined: ['accepted', 'tentative', 'waitlisted'],
  no_reply: ['accepted', 'tentative', 'declined', 'waitlisted'],
  waitlisted: ['accepted', 'declined'],
  accepted: ['confirmed', 'cancelled', 'no_show'],
  confirmed: ['cancelled', 'no_show'],
  cancelled: [],
  no_show: ['followed_up'],
  walk_in: [],
  followed_up: [],
};

/** What a move is judged by besides the state. */
export interface MoveSetting {
  readonly eventStatus: EventFields['status'];
  /** True when the guest has an entry that nobody took back. */
  readonly hasEntered: boolean;
  /** True when no seat is free for one more promise. */
  readonly isFull: boolean;
}

/** Why a guest may not move: the table does not know it, the event is over or not yet, seats, presence. */
export type MoveRefusal =
  | 'NOT_ALLOWED'
  | 'EVENT_OVER'
  | 'EVENT_NOT_OVER'
  | 'FULL'
  | 'NOT_FULL'
  | 'HAS_ENTERED';

const afterwards: readonly GuestState[] = ['no_show', 'followed_up'];

/** True when the table of domain §3.10 knows the move. */
export function canMove(from: GuestState, to: GuestState): boolean {
  return guestMoves[from].includes(to);
}

/**
 * Moves a guest: returns the state reached, which is `waitlisted` where an acceptance finds no seat,
 * or why it may not be (domain §3.10).
 */
export function moveGuest(
  from: GuestState,
  to: GuestState,
  setting: MoveSetting,
): Result<GuestState, MoveRefusal> {
  if (to === 'followed_up') return followUp(from, setting);
  if (!canMove(from, to)) return fail('NOT_ALLOWED');
  const isOver = setting.eventStatus === 'CLOSED' || setting.eventStatus === 'CANCELLED';
  if (to === 'no_show' && setting.eventStatus !== 'CLOSED') return fail('EVENT_NOT_OVER');
  if (isOver && !afterwards.includes(to)) return fail('EVENT_OVER');
  if (setting.hasEntered && (to === 'no_show' || to === 'cancelled')) return fail('HAS_ENTERED');
  if (to === 'waitlisted' && !setting.isFull) return fail('NOT_FULL');
  if (to === 'accepted' && setting.isFull) return from === 'waitlisted' ? fail('FULL') : ok('waitlisted');
  return ok(to);
}

/** Returns the moves a screen may offer a guest now. */
export function movesOf(from: GuestState, setting: MoveSetting): GuestState[] {
  const candidates: GuestState[] = [...guestMoves[from], 'followed_up'];
  return [...new Set(candidates)].filter((to) => moveGuest(from, to, setting).ok);
}

/** How a guest of a state gets through the door: at once, with a reason ("admit anyway"), or not on this row. */
export type DoorRule = 'READY' | 'WITH_REASON' | 'NOT_ON_THIS_ROW';

/** Returns the door rule of a state (domain §3.10); a candidate or a cancelled guest enters as a walk-in. */
export function doorRuleOf(state: GuestState): DoorRule {
  if (state === 'accepted' || state === 'confirmed' || state === 'walk_in') return 'READY';
  const withReason: GuestState[] = ['invited', 'tentative', 'no_reply', 'declined', 'waitlisted'];
  return withReason.includes(state) ? 'WITH_REASON' : 'NOT_ON_THIS_ROW';
}

function followUp(from: GuestState, setting: MoveSetting): Result<GuestState, MoveRefusal> {
  if (from === 'followed_up') return fail('NOT_ALLOWED');
  if (from !== 'no_show' && !setting.hasEntered) return fail('NOT_ALLOWED');
  return setting.eventStatus === 'CLOSED' ? ok('followed_up') : fail('EVENT_NOT_OVER');
}
