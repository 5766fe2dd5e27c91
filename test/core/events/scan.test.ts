import { describe, expect, test } from 'vitest';
import type { GuestState } from '#core/events/event.ts';
import { absent, foldPresence, type Presence } from '#core/events/presence.ts';
import { judgeGuest, judgeScan, type Door, type ScanMatch } from '#core/events/scan.ts';

const door: Door = { eventId: 'here', status: 'OPEN' };
const entry = {
  id: 'fact',
  eventId: 'here',
  guestId: 'guest',
  kind: 'IN',
  answers: null,
  at: 100,
  desk: '入口 A',
  managerId: 'host',
  method: 'SCAN',
  overrideReason: null,
} as const;
const inside = foldPresence([entry], { from: 0, until: 1000 });
const gone = foldPresence([entry, { ...entry, id: 'exit', kind: 'OUT', answers: 'fact' }], {
  from: 0,
  until: 1000,
});

function match(state: GuestState, changed: Partial<ScanMatch> = {}): ScanMatch {
  return { guestId: 'guest', eventId: 'here', state, isRevoked: false, presence: absent, ...changed };
}

describe('judgeScan', () => {
  const table: [string, readonly ScanMatch[], object][] = [
    ['an accepted guest', [match('accepted')], { result: 'OK', guestId: 'guest' }],
    ['a confirmed guest', [match('confirmed')], { result: 'OK' }],
    ['a guest who left', [match('confirmed', { presence: gone })], { result: 'OK' }],
    [
      'a guest in the room',
      [match('confirmed', { presence: inside })],
      { result: 'ALREADY', entry: { at: 100, desk: '入口 A', managerId: 'host' } },
    ],
    [
      'a guest let in before being cancelled elsewhere',
      [match('cancelled', { presence: inside })],
      { result: 'ALREADY' },
    ],
    ['a cancelled guest', [match('cancelled')], { result: 'CANCELLED' }],
    ['an invited guest', [match('invited')], { result: 'NOT_CONFIRMED', state: 'invited' }],
    ['a guest on the waitlist', [match('waitlisted')], { result: 'NOT_CONFIRMED' }],
    ['a declined guest', [match('declined')], { result: 'NOT_CONFIRMED' }],
    ['a replaced code', [match('confirmed', { isRevoked: true })], { result: 'REVOKED' }],
    [
      "another event's code",
      [match('confirmed', { eventId: 'there' })],
      { result: 'WRONG_EVENT', eventId: 'there' },
    ],
    ['nobody’s code', [], { result: 'UNKNOWN' }],
    [
      'a code of two guests',
      [match('confirmed'), match('accepted', { guestId: 'other' })],
      { result: 'AMBIGUOUS', guestIds: ['guest', 'other'] },
    ],
    [
      'a code valid here and known elsewhere',
      [match('confirmed', { eventId: 'there', guestId: 'other' }), match('accepted')],
      { result: 'OK', guestId: 'guest' },
    ],
    [
      'a code replaced for one guest and valid for another',
      [match('confirmed', { isRevoked: true, guestId: 'other' }), match('accepted')],
      { result: 'OK', guestId: 'guest' },
    ],
  ];
  test.each(table)('[EV17] %s', (_who, matches, verdict) => {
    expect(judgeScan(door, matches)).toMatchObject(verdict);
  });
});

describe('judgeGuest', () => {
  test('[EV31] a cancelled event lets nobody in', () => {
    const presence: Presence = absent;
    const cancelled: Door = { ...door, status: 'CANCELLED' };
    expect(judgeGuest(cancelled, { guestId: 'guest', state: 'confirmed', presence }).result).toBe(
      'CANCELLED',
    );
  });
});
