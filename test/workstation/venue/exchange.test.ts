import { expect, test } from 'vitest';
import { seededRandom } from '#core/base/ids.ts';
import { dayMs } from '#core/base/time.ts';
import { makeTicketCode } from '#core/events/ticket.ts';
import { VenueLinkError } from '#core/venue/exchange.ts';
import { purgeScope } from '#db/changes/purge.ts';
import { sql } from '#db/handles.ts';
import { countWaiting } from '#db/queries/outbox.ts';
import { addGuest } from '#test/workstation/events/salon.ts';
import { deskOver, factIds, hubOf, linkTo, share, venueOf } from '#test/workstation/venue/desks.ts';
import type { TestStation } from '#test/support/station.ts';
import { doorView } from '#workstation/events/door-view.ts';
import { admitGuest, scanTicket } from '#workstation/events/door.ts';
import { listGuests } from '#workstation/events/overview.ts';
import { undoCheckIn } from '#workstation/events/take-back.ts';
import { walkIn } from '#workstation/events/walk-in.ts';
import { commit } from '#workstation/station.ts';

const code = makeTicketCode(seededRandom(5));

type Two = [TestStation, TestStation];
type Three = [TestStation, TestStation, TestStation];

function salon(count: number) {
  const { eventId, stations } = venueOf(count);
  const [first] = stations as [TestStation];
  const guestId = addGuest(first, eventId, { ticketCode: code });
  share(stations);
  return { eventId, stations, guestId };
}

test('[EV90] what another desk did counts at this door like an own entry: the same code is ALREADY, with desk and time', async () => {
  const { eventId, stations, guestId } = salon(3);
  const [hubStation, first, second] = stations as Three;
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

test('[EV92] a screenshot used twice at two desks that were apart is a double entry at both, the earlier one the entry', async () => {
  const { eventId, stations, guestId } = salon(2);
  const [hubStation, other] = stations as Two;
  const link = linkTo(null, other);
  const desk = deskOver(other, eventId, link);
  await desk.settle();
  expect(scanTicket(other, eventId, code)).toMatchObject({ value: { result: 'OK' } });
  hubStation.testClock.advance(120_000);
  expect(scanTicket(hubStation, eventId, code)).toMatchObject({ value: { result: 'OK' } });
  link.hub = hubOf(hubStation, eventId);
  desk.desk.exchangeNow();
  await desk.settle();
  for (const station of [hubStation, other]) {
    expect(doorView(station, eventId)?.counters).toMatchObject({ arrived: 1, doubleEntries: 1 });
    const guest = listGuests(station, eventId)?.find(({ id }) => id === guestId);
    expect(guest).toMatchObject({ firstEntry: { desk: '门口2' }, doubleEntries: [{ desk: '门口1' }] });
  }
});

test('[EV93] a desk whose hub is gone goes on alone, tries again within ten seconds, and hands on what it did meanwhile', async () => {
  const { eventId, stations } = salon(2);
  const [hubStation, other] = stations as Two;
  const link = linkTo(hubOf(hubStation, eventId), other);
  const desk = deskOver(other, eventId, link);
  await desk.settle();
  expect(desk.desk.status()).toMatchObject({ state: 'CONNECTED', notHandedOn: 0, problem: null });
  link.hub = null;
  scanTicket(other, eventId, code);
  for (let failure = 0; failure < 8; failure += 1) await desk.settle();
  const aloneSince = other.clock();
  expect(desk.desk.status()).toMatchObject({
    state: 'ALONE',
    aloneSince,
    problem: 'UNREACHABLE',
    notHandedOn: 1,
  });
  expect(Math.max(...desk.timers.pending())).toBeLessThanOrEqual(10_000);
  link.hub = hubOf(hubStation, eventId);
  await desk.settle();
  expect(desk.desk.status()).toMatchObject({ state: 'CONNECTED', aloneSince: null, notHandedOn: 0 });
  expect(factIds(hubStation)).toEqual(factIds(other));
});

test('[EV93] a desk that was sent away asks no more and keeps what it did', async () => {
  const { eventId, stations } = salon(2);
  const [, other] = stations as Two;
  const desk = deskOver(other, eventId, {
    exchange: () => Promise.reject(new VenueLinkError('ENDED')),
  });
  scanTicket(other, eventId, code);
  await desk.settle();
  expect(desk.desk.status()).toMatchObject({ state: 'ENDED', problem: 'ENDED', notHandedOn: 2 });
  expect(desk.timers.pending()).toEqual([]);
});

test('[EV94] a hub that was opened anew, here or at another desk, is offered everything again and tells everything', async () => {
  const { eventId, stations } = salon(3);
  const [first, second, third] = stations as Three;
  const link = linkTo(hubOf(first, eventId), second);
  const desk = deskOver(second, eventId, link);
  scanTicket(second, eventId, code);
  await desk.settle();
  const late = linkTo(hubOf(third, eventId), second);
  link.hub = late.hub;
  await desk.settle();
  expect(factIds(third)).toEqual(factIds(second));
  expect(link.asked.at(-1)).toMatchObject({ hubId: late.hub?.hubId });
});

test('[EV94] an exchange about another event, or with a closed hub, is refused and changes nothing', () => {
  const { eventId, stations } = salon(2);
  const [first, second] = stations as Two;
  const hub = hubOf(first, eventId);
  const visitor = { kind: 'DESK', deviceId: 'd', deskName: 'x' } as const;
  const input = { hubId: null, since: 0, entries: [] };
  expect(hub.exchange(visitor, { ...input, eventId: second.newId() })).toEqual({
    ok: false,
    error: 'OTHER_EVENT',
  });
  hub.close();
  expect(hub.exchange(visitor, { ...input, eventId })).toEqual({ ok: false, error: 'HUB_CLOSED' });
});

test('[EV95] what is learned is durable with the place up to which it was heard: a full disk takes neither, and the same is told again', async () => {
  const { eventId, stations } = salon(2);
  const [hubStation, other] = stations as Two;
  scanTicket(hubStation, eventId, code);
  const desk = deskOver(other, eventId, linkTo(hubOf(hubStation, eventId), other));
  other.db.exec(
    `CREATE TEMP TRIGGER full BEFORE INSERT ON venue_stand BEGIN SELECT RAISE(FAIL, 'full'); END`,
  );
  await desk.settle();
  expect(factIds(other)).toEqual([]);
  expect(desk.desk.status().state).toBe('ALONE');
  other.db.exec('DROP TRIGGER full');
  await desk.settle();
  expect(factIds(other)).toEqual(factIds(hubStation));
});

test('[EV95] a hub whose disk refuses acknowledges nothing', () => {
  const { eventId, stations, guestId } = salon(2);
  const [hubStation, other] = stations as Two;
  const hub = hubOf(hubStation, eventId);
  const link = linkTo(hub, other);
  admitGuest(other, guestId, { overrideReason: null });
  hubStation.db.exec(
    `CREATE TEMP TRIGGER full BEFORE INSERT ON outbox BEGIN SELECT RAISE(FAIL, 'full'); END`,
  );
  const desk = deskOver(other, eventId, link);
  return desk.settle().then(() => {
    expect(factIds(hubStation)).toEqual([]);
    expect(desk.desk.status().notHandedOn).toBeGreaterThan(0);
  });
});

test('[EV92] a walk-in and who took back what are the same at every desk; a clock in another year decides nothing', async () => {
  const { eventId, stations, guestId } = salon(2);
  const [hubStation, other] = stations as Two;
  other.testClock.set(other.clock() + 400 * dayMs);
  const desk = deskOver(other, eventId, linkTo(hubOf(hubStation, eventId), other));
  const came = walkIn(other, eventId, { name: '陈散客', phone: null, isSomebodyElse: true });
  expect(came).toMatchObject({ value: { answer: { result: 'OK' } } });
  admitGuest(hubStation, guestId, { overrideReason: null });
  await desk.settle();
  expect(doorView(hubStation, eventId)?.counters).toMatchObject({ arrived: 2, walkIns: 1 });
  expect(listGuests(hubStation, eventId)?.map(({ name }) => name)).toContain('陈散客');
  const entry = doorView(other, eventId)?.arrivals.find((one) => one.guestId === guestId);
  undoCheckIn(other, entry?.checkInId ?? '');
  await desk.settle();
  expect(doorView(hubStation, eventId)?.counters).toMatchObject({ arrived: 1 });
  expect(Math.abs(desk.desk.status().clockAheadMs ?? 0)).toBeGreaterThan(300 * dayMs);
});

test('[EV92] a guest cancelled at the centre and let in by a desk that had not heard of it stays let in, with both told', async () => {
  const { eventId, stations, guestId } = salon(2);
  const [hubStation, other] = stations as Two;
  commit(hubStation, 'guest.respond', [
    { op: 'patch', entity: 'guest', id: guestId, patch: { state: 'cancelled' } },
  ]);
  expect(scanTicket(hubStation, eventId, code)).toMatchObject({ value: { result: 'CANCELLED' } });
  expect(scanTicket(other, eventId, code)).toMatchObject({ value: { result: 'OK' } });
  await deskOver(other, eventId, linkTo(hubOf(hubStation, eventId), other)).settle();
  const guest = listGuests(hubStation, eventId)?.find(({ id }) => id === guestId);
  expect(guest).toMatchObject({ state: 'cancelled', standing: 'checked_in', isInRoom: true });
});

test('[EV96] a guest whom only one desk knows is told to the others with their first entry, so that no desk meets a stranger', async () => {
  const { eventId, stations } = salon(2);
  const [hubStation, other] = stations as Two;
  const late = addGuest(hubStation, eventId, { name: '迟来客' });
  sql(hubStation.db, 'DELETE FROM outbox WHERE row_id = ?').run(late);
  const desk = deskOver(other, eventId, linkTo(hubOf(hubStation, eventId), other));
  await desk.settle();
  expect(listGuests(other, eventId)).toHaveLength(1);
  admitGuest(hubStation, late, { overrideReason: null });
  await desk.settle();
  expect(doorView(other, eventId)?.arrivals).toMatchObject([{ name: '迟来客' }]);
});

test('[EV97] an event that leaves this device takes with it what was exchanged about it', async () => {
  const { eventId, stations } = salon(2);
  const [hubStation, other] = stations as Two;
  scanTicket(hubStation, eventId, code);
  await deskOver(other, eventId, linkTo(hubOf(hubStation, eventId), other)).settle();
  expect(countWaiting(other.db)).toBeGreaterThan(0);
  purgeScope(other.db, `event:${eventId}`, other.clock());
  for (const table of ['venue_entry', 'venue_stand', 'check_in'])
    expect(sql(other.db, `SELECT * FROM ${table}`).all()).toEqual([]);
});

test('[EV110] what is taken from others is as old for the centre as it is, not as the taking of it', async () => {
  const { eventId, stations } = salon(2);
  const [hubStation, other] = stations as Two;
  walkIn(hubStation, eventId, { name: '陈散客', phone: null, isSomebodyElse: true });
  const madeAt = hubStation.clock();
  other.testClock.advance(600_000);
  await deskOver(other, eventId, linkTo(hubOf(hubStation, eventId), other)).settle();
  const taken =
    "SELECT hlc FROM outbox WHERE entity = 'guest' AND command = 'venue.take' ORDER BY position DESC LIMIT 1";
  expect(sql<{ hlc: string }>(other.db, taken).get()?.hlc).toContain(String(madeAt));
});
