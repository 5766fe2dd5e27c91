import { expect, test } from 'vitest';
import { makeTicketCode } from '#core/events/ticket.ts';
import { seededRandom } from '#core/base/ids.ts';
import { addGuest } from '#test/workstation/events/salon.ts';
import { deskOver, hubOf, linkTo, share, venueOf } from '#test/workstation/venue/desks.ts';
import type { TestStation } from '#test/support/station.ts';
import { doorView } from '#workstation/events/door-view.ts';
import { scanTicket } from '#workstation/events/door.ts';

const code = makeTicketCode(seededRandom(5));

function salon(count: number) {
  const { eventId, stations } = venueOf(count);
  const [first] = stations as [TestStation];
  const guestId = addGuest(first, eventId, { ticketCode: code });
  share(stations);
  return { eventId, stations, guestId };
}

test('[EV90] what another desk did counts at this door like an own entry: the same code is ALREADY, with desk and time', async () => {
  const { eventId, stations, guestId } = salon(3);
  const [hubStation, first, second] = stations as [TestStation, TestStation, TestStation];
  const hub = hubOf(hubStation, eventId);
  const a = deskOver(first, eventId, linkTo(hub, first));
  const b = deskOver(second, eventId, linkTo(hub, second));
  expect(scanTicket(first, eventId, code)).toMatchObject({ value: { result: 'OK' } });
  await a.settle();
  await b.settle();
  second.testClock.advance(60_000);
  const answer = scanTicket(second, eventId, code);
  expect(answer).toMatchObject({
    value: { result: 'ALREADY', earlier: { desk: '门口2', at: first.clock() } },
  });
  expect(doorView(second, eventId)?.counters).toMatchObject({ arrived: 1, inRoom: 1, doubleEntries: 0 });
  expect(doorView(hubStation, eventId)?.arrivals).toMatchObject([{ guestId, desk: '门口2' }]);
});
