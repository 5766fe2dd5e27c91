import { hourMs } from '#core/base/time.ts';
import type { RowData } from '#core/sync/entities.ts';

/** When the doors open: Monday 2026-11-23, 19:00 in Shanghai. */
export const doorsOpen = Date.parse('2026-11-23T19:00:00+08:00');

/** An event with these hosts. */
export function testEvent(hostManagerIds: string[]): RowData<'event'> {
  return {
    title: '秋季沙龙',
    city: '上海',
    venue: '',
    startsAt: doorsOpen,
    endsAt: doorsOpen + 2 * hourMs,
    capacity: 5_000,
    isProductTalk: false,
    productIds: [],
    hostManagerIds,
    agenda: '',
    status: 'OPEN',
    ticketKey: null,
  };
}

/** A guest of an event, confirmed unless told otherwise. */
export function testGuest(
  over: Pick<RowData<'guest'>, 'eventId' | 'hostManagerId'> & Partial<RowData<'guest'>>,
): RowData<'guest'> {
  return {
    clientId: null,
    name: '来宾',
    phone: null,
    plusOneOf: null,
    state: 'confirmed',
    stateAt: doorsOpen,
    invitedAt: null,
    ticketCode: null,
    revokedCodes: [],
    foreignCode: null,
    seat: null,
    invitedFrom: 'LIST',
    ...over,
  };
}

/** A walk-in as a desk makes one. */
export function testWalkIn(over: Pick<RowData<'guest'>, 'eventId' | 'hostManagerId'>): RowData<'guest'> {
  return testGuest({ ...over, name: '陈散客', state: 'walk_in', invitedFrom: 'DOOR' });
}

/** An entry at a desk. */
export function testFact(
  over: Pick<RowData<'checkIn'>, 'eventId' | 'managerId' | 'desk'>,
): RowData<'checkIn'> {
  return {
    guestId: '01940000-0000-7000-8000-00000000abcd',
    kind: 'IN',
    answers: null,
    at: doorsOpen,
    method: 'SCAN',
    overrideReason: null,
    ...over,
  };
}
