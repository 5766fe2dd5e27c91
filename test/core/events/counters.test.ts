import { describe, expect, test } from 'vitest';
import { countDoor, standingOf } from '#core/events/counters.ts';
import { foldPresences, type CheckInFact } from '#core/events/presence.ts';

const window = { from: 0, until: 1000 };
const entry = (id: string, guestId: string, changed: Partial<CheckInFact> = {}): CheckInFact => ({
  id,
  guestId,
  eventId: 'event',
  kind: 'IN',
  answers: null,
  at: 10,
  desk: 'A',
  managerId: 'host',
  method: 'SCAN',
  overrideReason: null,
  ...changed,
});

describe('countDoor', () => {
  test('[EV32] a guest counts once however often scanned; doubles are counted apart', () => {
    const facts = [
      entry('1', 'a'),
      entry('2', 'a', { desk: 'B' }),
      entry('3', 'b'),
      entry('4', 'b', { kind: 'OUT', answers: '3' }),
      entry('5', 'w', { method: 'WALK_IN' }),
    ];
    const guests = [
      { id: 'a', state: 'confirmed' },
      { id: 'b', state: 'accepted' },
      { id: 'c', state: 'accepted' },
      { id: 'd', state: 'declined' },
      { id: 'w', state: 'walk_in' },
      { id: 'taken-back', state: 'walk_in' },
    ] as const;
    expect(countDoor(guests, foldPresences(facts, window))).toEqual({
      expected: 3,
      arrived: 3,
      inRoom: 2,
      walkIns: 1,
      doubleEntries: 1,
    });
  });

  test('[EV20] a late entry outweighs a no-show', () => {
    const presence = foldPresences([entry('1', 'a')], window).get('a');
    expect(standingOf('no_show', presence)).toBe('checked_in');
    expect(standingOf('no_show')).toBe('no_show');
    expect(standingOf('followed_up', presence)).toBe('followed_up');
  });
});
