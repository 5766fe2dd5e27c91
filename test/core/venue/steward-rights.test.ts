import { expect, test } from 'vitest';
import type { CheckInFields } from '#core/events/event.ts';
import type { VenueEntry } from '#core/venue/entry.ts';
import { asStewardSees, mayStewardSay } from '#core/venue/steward-rights.ts';

const ground = {
  eventId: 'salon',
  hostManagerIds: ['host'],
  deskOfFact: (id: string) => ({ mine: '东门', theirs: '前台' })[id] ?? null,
};
const author = { deviceId: 'session', deskName: '东门' };

function fact(changed: Partial<CheckInFields> = {}): VenueEntry {
  const data: CheckInFields = {
    eventId: 'salon',
    guestId: 'wang',
    kind: 'IN',
    answers: null,
    at: 0,
    desk: '东门',
    managerId: 'host',
    method: 'SCAN',
    overrideReason: null,
    ...changed,
  };
  return { entity: 'checkIn', id: 'fact', data, author };
}

test.each<[string, Partial<CheckInFields>]>([
  ['an entry', {}],
  ['an exit', { kind: 'OUT', answers: 'theirs' }],
  ['a second scan', { answers: 'theirs' }],
  ['taking back an own entry', { kind: 'UNDO', answers: 'mine', method: 'SEARCH' }],
  ['taking back what has not reached the hub', { kind: 'UNDO', answers: 'later', method: 'SEARCH' }],
])('[EV57] a hub takes %s from a helper', (_what, changed) => {
  expect(mayStewardSay(fact(changed), ground)).toBe(true);
});

test.each<[string, Partial<CheckInFields>]>([
  ['letting in by exception', { overrideReason: '老客户' }],
  ['a walk-in', { method: 'WALK_IN' }],
  ['taking back another desk’s entry', { kind: 'UNDO', answers: 'theirs' }],
  ['a fact in the name of somebody who does not host', { managerId: 'stranger' }],
  ['a fact of another event', { eventId: 'other' }],
])('[EV57] a hub does not take %s from a helper', (_what, changed) => {
  expect(mayStewardSay(fact(changed), ground)).toBe(false);
});

test('[EV57] a hub takes no guests from a helper, and tells it of none', () => {
  const guest: VenueEntry = {
    entity: 'guest',
    id: 'new',
    author,
    data: {
      eventId: 'salon',
      clientId: null,
      name: '陈散客',
      phone: null,
      hostManagerId: 'host',
      plusOneOf: null,
      state: 'walk_in',
      stateAt: 0,
      invitedAt: null,
      ticketCode: null,
      revokedCodes: [],
      foreignCode: null,
      seat: null,
      invitedFrom: 'DOOR',
    },
  };
  expect(mayStewardSay(guest, ground)).toBe(false);
  expect(asStewardSees(guest)).toBeNull();
  expect(asStewardSees(fact({ overrideReason: '老客户' }))).toMatchObject({ data: { overrideReason: null } });
});
