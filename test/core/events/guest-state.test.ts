import { describe, expect, test } from 'vitest';
import { guestStates, type GuestState } from '#core/events/event.ts';
import { canMove, doorRuleOf, moveGuest, movesOf, type MoveSetting } from '#core/events/guest-state.ts';

const open: MoveSetting = { eventStatus: 'OPEN', hasEntered: false, isFull: false };
const closed: MoveSetting = { ...open, eventStatus: 'CLOSED' };
const full: MoveSetting = { ...open, isFull: true };

/** Written down once more by hand from domain §3.10, so that a slip in the table shows. */
const expected: Record<GuestState, string> = {
  candidate: 'invited',
  invited: 'accepted tentative declined no_reply waitlisted',
  accepted: 'confirmed cancelled no_show',
  tentative: 'accepted declined waitlisted',
  declined: 'accepted tentative waitlisted',
  no_reply: 'accepted tentative declined waitlisted',
  waitlisted: 'accepted declined',
  confirmed: 'cancelled no_show',
  cancelled: '',
  no_show: 'followed_up',
  followed_up: '',
  walk_in: '',
};

describe('canMove', () => {
  const pairs = guestStates.flatMap((from) => guestStates.map((to) => [from, to] as const));
  test.each(pairs)('[EV1] %s → %s', (from, to) => {
    expect(canMove(from, to)).toBe(expected[from].split(' ').includes(to));
  });
});

describe('moveGuest', () => {
  test('[EV1] a move outside the table is refused', () => {
    expect(moveGuest('candidate', 'confirmed', open)).toEqual({ ok: false, error: 'NOT_ALLOWED' });
    expect(moveGuest('accepted', 'invited', open)).toEqual({ ok: false, error: 'NOT_ALLOWED' });
  });

  test('[EV2] an acceptance without a seat is waitlisted; one with a seat is not', () => {
    expect(moveGuest('invited', 'accepted', full)).toEqual({ ok: true, value: 'waitlisted' });
    expect(moveGuest('invited', 'accepted', open)).toEqual({ ok: true, value: 'accepted' });
    expect(moveGuest('invited', 'waitlisted', open)).toEqual({ ok: false, error: 'NOT_FULL' });
    expect(moveGuest('waitlisted', 'accepted', full)).toEqual({ ok: false, error: 'FULL' });
    expect(moveGuest('waitlisted', 'accepted', open)).toEqual({ ok: true, value: 'accepted' });
  });

  test.each(['CLOSED', 'CANCELLED'] as const)('[EV4] nobody answers a %s event', (eventStatus) => {
    expect(moveGuest('invited', 'accepted', { ...open, eventStatus })).toEqual({
      ok: false,
      error: 'EVENT_OVER',
    });
    expect(moveGuest('confirmed', 'cancelled', { ...open, eventStatus })).toEqual({
      ok: false,
      error: 'EVENT_OVER',
    });
  });

  test('[EV5] a no-show needs a closed event and no entry', () => {
    expect(moveGuest('accepted', 'no_show', open)).toEqual({ ok: false, error: 'EVENT_NOT_OVER' });
    expect(moveGuest('accepted', 'no_show', closed)).toEqual({ ok: true, value: 'no_show' });
    expect(moveGuest('confirmed', 'no_show', { ...closed, hasEntered: true })).toEqual({
      ok: false,
      error: 'HAS_ENTERED',
    });
    expect(moveGuest('invited', 'no_show', closed)).toEqual({ ok: false, error: 'NOT_ALLOWED' });
  });

  test('[EV5] follow-up comes after the event, for no-shows and for who came', () => {
    expect(moveGuest('no_show', 'followed_up', closed)).toEqual({ ok: true, value: 'followed_up' });
    expect(moveGuest('walk_in', 'followed_up', { ...closed, hasEntered: true })).toEqual({
      ok: true,
      value: 'followed_up',
    });
    expect(moveGuest('accepted', 'followed_up', { ...open, hasEntered: true })).toEqual({
      ok: false,
      error: 'EVENT_NOT_OVER',
    });
    expect(moveGuest('declined', 'followed_up', closed)).toEqual({ ok: false, error: 'NOT_ALLOWED' });
    expect(moveGuest('followed_up', 'followed_up', { ...closed, hasEntered: true }).ok).toBe(false);
  });

  test('[EV1] who is in the room cannot be cancelled', () => {
    expect(moveGuest('confirmed', 'cancelled', { ...open, hasEntered: true })).toEqual({
      ok: false,
      error: 'HAS_ENTERED',
    });
  });

  test('[EV1] the moves a screen offers are exactly those that succeed', () => {
    for (const setting of [open, full, closed, { ...closed, hasEntered: true }]) {
      for (const from of guestStates) {
        const offered = movesOf(from, setting);
        for (const to of guestStates) {
          expect(offered.includes(to), `${from} → ${to}`).toBe(moveGuest(from, to, setting).ok);
        }
      }
    }
  });
});

describe('doorRuleOf', () => {
  test('[EV6] who enters at once, with a reason, or only as a walk-in', () => {
    const byRule = Object.groupBy(guestStates, doorRuleOf);
    expect(byRule.READY).toEqual(['accepted', 'confirmed', 'walk_in']);
    expect(byRule.WITH_REASON?.toSorted()).toEqual(
      ['invited', 'tentative', 'declined', 'no_reply', 'waitlisted'].toSorted(),
    );
    expect(byRule.NOT_ON_THIS_ROW).toEqual(['candidate', 'cancelled', 'no_show', 'followed_up']);
  });
});
