import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { movingUp, seatsTaken } from '#core/events/capacity.ts';
import { guestStates } from '#core/events/event.ts';

describe('movingUp', () => {
  test('[EV3] who waits longest moves up first, ties by id, as many as there are seats', () => {
    const guests = [
      { id: 'a', state: 'accepted', stateAt: 1 },
      { id: 'd', state: 'waitlisted', stateAt: 5 },
      { id: 'c', state: 'waitlisted', stateAt: 5 },
      { id: 'b', state: 'waitlisted', stateAt: 9 },
    ] as const;
    expect(movingUp(guests, 1)).toEqual([]);
    expect(movingUp(guests, 2)).toEqual(['c']);
    expect(movingUp(guests, 3)).toEqual(['c', 'd']);
    expect(movingUp(guests, 9)).toEqual(['c', 'd', 'b']);
  });

  test('[EV3] moving up never takes more seats than there are, nor leaves one free while somebody waits', () => {
    const guest = fc.record({ state: fc.constantFrom(...guestStates), stateAt: fc.integer() });
    fc.assert(
      fc.property(fc.array(guest, { maxLength: 40 }), fc.integer({ min: 1, max: 20 }), (rows, capacity) => {
        const guests = rows.map((row, index) => ({ id: `g${index}`, ...row }));
        const up = movingUp(guests, capacity);
        const waiting = guests.filter(({ state }) => state === 'waitlisted').length;
        const free = Math.max(0, capacity - seatsTaken(guests));
        expect(up.length).toBe(Math.min(free, waiting));
      }),
    );
  });

  test('[EV2] promises and walk-ins hold seats, waiting and open answers do not', () => {
    const holding = guestStates.filter((state) => seatsTaken([{ state }]) === 1);
    expect(holding).toEqual(['accepted', 'confirmed', 'walk_in']);
  });
});
