import { expect, test } from 'vitest';
import { seededRandom } from '#core/base/ids.ts';
import { dayMs, hourMs } from '#core/base/time.ts';
import { makeTicketCode } from '#core/events/ticket.ts';
import type { Entity } from '#core/sync/entities.ts';
import { applyConfirmed } from '#db/changes/confirm.ts';
import { guestsOf } from '#db/queries/events.ts';
import { readRow } from '#db/rows.ts';
import { addGuest, stationWithSalon } from '#test/workstation/events/salon.ts';
import type { TestStation } from '#test/support/station.ts';
import { doorView } from '#workstation/events/door-view.ts';
import { admitGuest, scanTicket } from '#workstation/events/door.ts';
import { listGuests } from '#workstation/events/overview.ts';
import { closeEvent } from '#workstation/events/plan.ts';
import { findGuests } from '#workstation/events/roster.ts';

const random = seededRandom(17);
const newCode = (): string => makeTicketCode(random);
let seq = 1000;

/** What the centre holds comes in, as a pull brings it: a row that is here with some fields changed, or a new one like it. */
function pull(station: TestStation, entity: Entity, id: string, changed: object, newId = id): void {
  const row = readRow(station.db, entity, id);
  const data = { ...(row?.data as object), ...changed };
  const image = { entity, id: newId, scope: row?.scope ?? '', seq: (seq += 1), data };
  // What this desk made is settled: the centre's copies stand alone.
  station.db.prepare('DELETE FROM outbox').run();
  station.db.prepare('DELETE FROM shadow').run();
  applyConfirmed(station.db, [image], station.clock());
  station.live.publish('signal', { kind: 'rows', entities: [entity] });
}

const results = (station: TestStation, eventId: string, codes: readonly string[]): (string | null)[] =>
  codes.map((code) => {
    station.testClock.advance(5000);
    const answer = scanTicket(station, eventId, code);
    return answer.ok ? answer.value.result : answer.error;
  });

test('[EV144] a cancellation at the centre that a desk hears of late: who was let in stays in, who comes later is not let in', () => {
  const { station, eventId } = stationWithSalon();
  const [early, late] = [newCode(), newCode()];
  const came = addGuest(station, eventId, { ticketCode: early, name: '早到' });
  const comes = addGuest(station, eventId, { ticketCode: late, name: '晚到' });
  expect(results(station, eventId, [early])).toEqual(['OK']);
  for (const id of [came, comes]) pull(station, 'guest', id, { state: 'cancelled' });
  expect(results(station, eventId, [early, late])).toEqual(['ALREADY', 'CANCELLED']);
  const guest = listGuests(station, eventId)?.find(({ id }) => id === came);
  expect(guest).toMatchObject({ state: 'cancelled', standing: 'checked_in', isInRoom: true });
  expect(doorView(station, eventId)?.counters).toMatchObject({ expected: 0, arrived: 1, inRoom: 1 });
});

test('[EV144] guests whom the centre brings during the event are found and let in at once, a new ticket too', () => {
  const { station, eventId } = stationWithSalon();
  const [old, fresh, added] = [newCode(), newCode(), newCode()];
  const guestId = addGuest(station, eventId, { ticketCode: old, name: '换码' });
  expect(findGuests(station, eventId, 'xj', 5).total).toBe(0);
  pull(station, 'guest', guestId, { name: '新加', ticketCode: added }, station.newId());
  pull(station, 'guest', guestId, { ticketCode: fresh, revokedCodes: [old] });
  expect(findGuests(station, eventId, 'xj', 5).guests).toMatchObject([{ name: '新加', doorRule: 'READY' }]);
  expect(results(station, eventId, [added, old, fresh])).toEqual(['OK', 'REVOKED', 'OK']);
  expect(doorView(station, eventId)?.counters).toMatchObject({ expected: 2, arrived: 2 });
});

test('[EV144] an event cancelled at the centre lets nobody in from then on and keeps who came; one closed there shuts its door', () => {
  const { station, eventId } = stationWithSalon();
  const [first, second] = [newCode(), newCode()];
  for (const ticketCode of [first, second]) addGuest(station, eventId, { ticketCode });
  expect(results(station, eventId, [first])).toEqual(['OK']);
  pull(station, 'event', eventId, { status: 'CANCELLED' });
  expect(results(station, eventId, [first, second])).toEqual(['CANCELLED', 'CANCELLED']);
  expect(doorView(station, eventId)?.counters).toMatchObject({ arrived: 1, inRoom: 1 });
  pull(station, 'event', eventId, { status: 'CLOSED' });
  expect(results(station, eventId, [second])).toEqual(['DOOR_CLOSED']);
});

test('[EV145] a paper list is typed in afterwards: the times stay at the event, and closing makes the others no-shows', () => {
  const { station, eventId } = stationWithSalon();
  const [ticked, notTicked] = [addGuest(station, eventId), addGuest(station, eventId)];
  const ends = readRow(station.db, 'event', eventId)?.data.endsAt ?? 0;
  station.testClock.set(ends + 3 * dayMs);
  expect(admitGuest(station, ticked, { overrideReason: null })).toMatchObject({ value: { result: 'OK' } });
  expect(doorView(station, eventId)?.arrivals[0]?.at).toBe(ends + 12 * hourMs);
  closeEvent(station, eventId);
  const states = new Map(guestsOf(station.db, eventId).map(({ id, state }) => [id, state]));
  expect([states.get(ticked), states.get(notTicked)]).toEqual(['confirmed', 'no_show']);
});

test.each([-400, 400])(
  '[EV146] a desk whose clock is %i days off answers and counts like any, and shows times of the event',
  (days) => {
    const { station, eventId } = stationWithSalon();
    const ticketCode = newCode();
    addGuest(station, eventId, { ticketCode });
    const { startsAt = 0, endsAt = 0 } = readRow(station.db, 'event', eventId)?.data ?? {};
    station.testClock.advance(days * dayMs);
    expect(results(station, eventId, [ticketCode, ticketCode])).toEqual(['OK', 'ALREADY']);
    station.testClock.advance(5000);
    const again = scanTicket(station, eventId, ticketCode);
    const at = days < 0 ? startsAt - 12 * hourMs : endsAt + 12 * hourMs;
    expect(again).toMatchObject({ value: { result: 'ALREADY', earlier: { at } } });
    expect(doorView(station, eventId)).toMatchObject({
      counters: { arrived: 1, inRoom: 1, doubleEntries: 0 },
      arrivals: [{ at, repeats: 2 }],
    });
  },
);
