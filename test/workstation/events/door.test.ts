import { describe, expect, test } from 'vitest';
import type { DoorAnswer } from '#core/api/event-door.ts';
import { seededRandom } from '#core/base/ids.ts';
import { guestStates, type GuestState } from '#core/events/event.ts';
import { makeTicketCode } from '#core/events/ticket.ts';
import { factsOf, unsyncedOf } from '#db/queries/events.ts';
import { readRow } from '#db/rows.ts';
import {
  addClient,
  addGuest,
  carry,
  plan,
  secondDesk,
  stationWithSalon,
} from '#test/workstation/events/salon.ts';
import { doorView } from '#workstation/events/door-view.ts';
import { admitGuest, scanTicket } from '#workstation/events/door.ts';
import { listGuests } from '#workstation/events/overview.ts';
import { closeEvent, createEvent } from '#workstation/events/plan.ts';
import { findGuests } from '#workstation/events/roster.ts';
import { checkOut, undoCheckIn } from '#workstation/events/take-back.ts';
import { issueTickets, newTicketCode, newTicketKey, reissueTicket } from '#workstation/events/tickets.ts';
import { sealWith } from '#workstation/events/ticket-seal.ts';
import type { Station } from '#workstation/station.ts';

const random = seededRandom(3);
const newCode = (): string => makeTicketCode(random);

function scan(station: Station, eventId: string, typed: string): DoorAnswer {
  const answer = scanTicket(station, eventId, typed);
  if (!answer.ok) throw new Error(answer.error);
  return answer.value;
}

describe('scanTicket', () => {
  test('[EV26] OK is answered with the entry already in the store and in the change log', () => {
    const { station, eventId } = stationWithSalon();
    const ticketCode = newCode();
    const guestId = addGuest(station, eventId, { ticketCode });
    const answer = scan(station, eventId, ticketCode);
    expect(answer).toMatchObject({
      result: 'OK',
      isReentry: false,
      card: { id: guestId, standing: 'checked_in' },
    });
    expect(readRow(station.db, 'checkIn', answer.checkInId ?? '')?.data).toMatchObject({
      guestId,
      kind: 'IN',
      method: 'SCAN',
      desk: 'Test desk',
    });
    expect(unsyncedOf(station.db, eventId)).toBeGreaterThan(0);
    expect(readRow(station.db, 'event', eventId)?.data.status).toBe('OPEN');
  });

  test('[EV120] a genuine ticket that no list here knows is told from an invented one, and opens no door', () => {
    const { station, eventId } = stationWithSalon();
    const other = createEvent(station, plan(station, { title: '另一场' }));
    const sealedFor = (id: string) => newTicketCode(readRow(station.db, 'event', id)?.data.ticketKey ?? null);
    expect(scan(station, eventId, sealedFor(eventId))).toMatchObject({ result: 'UNKNOWN', isGenuine: true });
    expect(scan(station, eventId, makeTicketCode(random, sealWith(newTicketKey())))).toMatchObject({
      result: 'UNKNOWN',
      isGenuine: false,
    });
    expect(scan(station, eventId, newCode())).toMatchObject({ result: 'UNKNOWN', isGenuine: false });
    expect(scan(station, eventId, sealedFor(other.ok ? other.value : ''))).toMatchObject({
      result: 'WRONG_EVENT',
      otherEvent: { title: '另一场' },
    });
    expect(factsOf(station.db, eventId)).toEqual([]);
  });

  test('[EV120] tickets are issued sealed; a code issued before there were seals opens the door as ever', () => {
    const { station, eventId } = stationWithSalon();
    const ticketCode = newCode();
    const early = addGuest(station, eventId, { ticketCode });
    const late = addGuest(station, eventId);
    expect(issueTickets(station, eventId)).toBe(1);
    expect(readRow(station.db, 'guest', late)?.data.ticketCode).toMatch(/^ZS/);
    expect(scan(station, eventId, ticketCode)).toMatchObject({ result: 'OK', card: { id: early } });
  });

  test('[EV121] a ticket of another system opens the door of its own event, as often as any, and no other', () => {
    const { station, eventId } = stationWithSalon();
    const there = createEvent(station, plan(station, { title: '另一场' }));
    const foreignCode = 'K3A9MZP7W2XBQRTT';
    const guestId = addGuest(station, eventId, { foreignCode });
    expect(scan(station, there.ok ? there.value : '', foreignCode)).toMatchObject({ result: 'WRONG_EVENT' });
    station.testClock.advance(5000);
    const first = scan(station, eventId, `]Q1${foreignCode.toLowerCase()}`);
    expect(first).toMatchObject({ result: 'OK', card: { id: guestId } });
    expect(scan(station, eventId, foreignCode)).toEqual(first);
    station.testClock.advance(5000);
    expect(scan(station, eventId, foreignCode)).toMatchObject({ result: 'ALREADY' });
    expect(scan(station, eventId, foreignCode.slice(1))).toMatchObject({ result: 'UNKNOWN' });
  });

  test('[EV121] a code of ours decides, whatever foreign code is scanned along with it', () => {
    const { station, eventId } = stationWithSalon();
    const ticketCode = newCode();
    const ours = addGuest(station, eventId, { ticketCode });
    addGuest(station, eventId, { foreignCode: 'K3A9MZP7W2XBQRTT' });
    expect(scan(station, eventId, `K3A9MZP7W2XBQRTT${ticketCode}`)).toMatchObject({ card: { id: ours } });
  });

  test('[EV16] a scanner that sends twice gets the first answer again and writes nothing', () => {
    const { station, eventId } = stationWithSalon();
    const ticketCode = newCode();
    addGuest(station, eventId, { ticketCode });
    const first = scan(station, eventId, ticketCode);
    station.testClock.advance(900);
    expect(scan(station, eventId, `${ticketCode}\r`)).toEqual(first);
    station.testClock.advance(1200);
    expect(scan(station, eventId, ticketCode)).toEqual(first);
    expect(factsOf(station.db, eventId)).toHaveLength(1);
  });

  test('[EV17] a second scan is ALREADY with time, desk and person; [EV12] and is kept as a fact', () => {
    const { station, eventId } = stationWithSalon();
    const ticketCode = newCode();
    addGuest(station, eventId, { ticketCode });
    const at = station.clock();
    scan(station, eventId, ticketCode);
    station.testClock.advance(60_000);
    const second = scan(station, eventId, ticketCode);
    expect(second).toMatchObject({
      result: 'ALREADY',
      checkInId: null,
      earlier: { at, desk: 'Test desk', managerId: station.me.managerId },
    });
    expect(factsOf(station.db, eventId)).toHaveLength(2);
    expect(doorView(station, eventId)?.counters).toMatchObject({ arrived: 1, inRoom: 1, doubleEntries: 0 });
  });

  test('[EV17] wrong event, unknown, not confirmed, cancelled; none of them writes', () => {
    const { station, eventId } = stationWithSalon();
    const other = createEvent(station, {
      title: '另一场',
      city: '',
      venue: '',
      startsAt: station.clock(),
      endsAt: station.clock() + 1,
      capacity: 5,
      isProductTalk: false,
      productIds: [],
      agenda: '',
    });
    const [there, invited, cancelled] = [newCode(), newCode(), newCode()];
    addGuest(station, other.ok ? other.value : '', { ticketCode: there });
    addGuest(station, eventId, { ticketCode: invited, state: 'invited' });
    addGuest(station, eventId, { ticketCode: cancelled, state: 'cancelled' });
    expect(scan(station, eventId, there)).toMatchObject({
      result: 'WRONG_EVENT',
      otherEvent: { title: '另一场' },
      card: null,
    });
    expect(scan(station, eventId, invited)).toMatchObject({
      result: 'NOT_CONFIRMED',
      card: { doorRule: 'WITH_REASON' },
    });
    expect(scan(station, eventId, cancelled).result).toBe('CANCELLED');
    expect(scan(station, eventId, newCode()).result).toBe('UNKNOWN');
    expect(scan(station, eventId, '6901234567892').result).toBe('UNKNOWN');
    expect(factsOf(station.db, eventId)).toEqual([]);
  });

  test('[EV17] two codes in one scan are not guessed between', () => {
    const { station, eventId } = stationWithSalon();
    const codes = [newCode(), newCode()];
    for (const ticketCode of codes) addGuest(station, eventId, { ticketCode, name: ticketCode });
    const answer = scan(station, eventId, codes.join(''));
    expect(answer.result).toBe('AMBIGUOUS');
    expect(answer.choices.map(({ name }) => name).toSorted()).toEqual(codes.toSorted());
    expect(factsOf(station.db, eventId)).toEqual([]);
  });

  test('[EV30] a replaced code is REVOKED, the new one works', () => {
    const { station, eventId } = stationWithSalon();
    const old = newCode();
    const guestId = addGuest(station, eventId, { ticketCode: old });
    const fresh = reissueTicket(station, guestId) ?? '';
    expect(scan(station, eventId, old)).toMatchObject({ result: 'REVOKED', card: { id: guestId } });
    expect(scan(station, eventId, fresh).result).toBe('OK');
  });

  test('[EV31] a closed event has no door', () => {
    const { station, eventId } = stationWithSalon();
    closeEvent(station, eventId);
    expect(scanTicket(station, eventId, newCode())).toEqual({ ok: false, error: 'DOOR_CLOSED' });
    expect(scanTicket(station, 'nowhere', newCode())).toEqual({ ok: false, error: 'NOT_FOUND' });
  });
});

describe('admitGuest', () => {
  test.each(guestStates)('[EV6] a guest who is %s', (state: GuestState) => {
    const { station, eventId } = stationWithSalon();
    const guestId = addGuest(station, eventId, { state });
    const plain = admitGuest(station, guestId, { overrideReason: null });
    const withReason = admitGuest(station, guestId, { overrideReason: '行长邀请' });
    if (['accepted', 'confirmed', 'walk_in'].includes(state)) {
      expect(plain).toMatchObject({ ok: true, value: { result: 'OK', isOverride: false } });
    } else if (['candidate', 'cancelled', 'no_show', 'followed_up'].includes(state)) {
      expect(plain).toMatchObject({ ok: true, value: { checkInId: null } });
      expect(withReason).toMatchObject({ ok: true, value: { checkInId: null } });
      expect(factsOf(station.db, eventId)).toEqual([]);
    } else {
      expect(plain).toEqual({ ok: false, error: 'REASON_NEEDED' });
      expect(withReason).toMatchObject({ ok: true, value: { result: 'OK', isOverride: true } });
      expect(factsOf(station.db, eventId)).toMatchObject([{ overrideReason: '行长邀请' }]);
    }
  });

  test('[EV17] admitting somebody who is in answers ALREADY and writes nothing', () => {
    const { station, eventId } = stationWithSalon();
    const guestId = addGuest(station, eventId);
    admitGuest(station, guestId, { overrideReason: null });
    expect(admitGuest(station, guestId, { overrideReason: '再来一次' })).toMatchObject({
      ok: true,
      value: { result: 'ALREADY' },
    });
    expect(factsOf(station.db, eventId)).toHaveLength(1);
  });
});

describe('two desks without a network', () => {
  test('[EV9] one guest let in at both: both facts stay, the earliest wins, the second is a double entry', () => {
    const { station: a, eventId } = stationWithSalon();
    const ticketCode = newCode();
    const guestId = addGuest(a, eventId, { ticketCode });
    const b = secondDesk(a, '入口 B');
    a.testClock.advance(5000);
    expect(scan(a, eventId, ticketCode).result).toBe('OK');
    expect(scan(b, eventId, ticketCode).result).toBe('OK');
    carry(a, b);
    carry(b, a);
    for (const desk of [a, b]) {
      const [guest] = listGuests(desk, eventId) ?? [];
      expect(guest).toMatchObject({
        id: guestId,
        firstEntry: { desk: '入口 B' },
        doubleEntries: [{ desk: 'Test desk' }],
        isInRoom: true,
      });
      expect(doorView(desk, eventId)?.counters).toMatchObject({ arrived: 1, doubleEntries: 1 });
    }
    expect(doorView(a, eventId)?.arrivals.filter(({ isDouble }) => isDouble)).toHaveLength(1);
  });

  test('[EV10] taking back one of two entries leaves the guest in; taking back both does not', () => {
    const { station: a, eventId } = stationWithSalon();
    const ticketCode = newCode();
    const guestId = addGuest(a, eventId, { ticketCode });
    const b = secondDesk(a, '入口 B');
    const first = scan(b, eventId, ticketCode);
    a.testClock.advance(5000);
    const second = scan(a, eventId, ticketCode);
    carry(b, a);
    expect(undoCheckIn(a, first.checkInId ?? '')).toEqual({ ok: true, value: { guestId, isStillIn: true } });
    expect(undoCheckIn(a, second.checkInId ?? '')).toEqual({
      ok: true,
      value: { guestId, isStillIn: false },
    });
    expect(factsOf(a.db, eventId).map(({ kind }) => kind)).toEqual(expect.arrayContaining(['IN', 'UNDO']));
    expect(factsOf(a.db, eventId)).toHaveLength(4);
  });
});

describe('undoCheckIn', () => {
  test("[EV10] this desk's later scans go with the entry they were answered because of", () => {
    const { station, eventId } = stationWithSalon();
    const ticketCode = newCode();
    addGuest(station, eventId, { ticketCode });
    const first = scan(station, eventId, ticketCode);
    station.testClock.advance(10_000);
    scan(station, eventId, ticketCode);
    expect(undoCheckIn(station, first.checkInId ?? '')).toMatchObject({
      ok: true,
      value: { isStillIn: false },
    });
    expect(scan(station, eventId, ticketCode)).toMatchObject({ result: 'OK', isReentry: false });
  });

  test('[EV10] undoing twice writes one undo', () => {
    const { station, eventId } = stationWithSalon();
    const guestId = addGuest(station, eventId);
    const answer = admitGuest(station, guestId, { overrideReason: null });
    const checkInId = answer.ok ? (answer.value.checkInId ?? '') : '';
    undoCheckIn(station, checkInId);
    undoCheckIn(station, checkInId);
    expect(factsOf(station.db, eventId)).toHaveLength(2);
    expect(undoCheckIn(station, 'nothing')).toEqual({ ok: false, error: 'NOT_FOUND' });
  });
});

describe('checkOut', () => {
  test('[EV11] out, in again, out again; who is not in cannot leave', () => {
    const { station, eventId } = stationWithSalon();
    const guestId = addGuest(station, eventId, { ticketCode: newCode() });
    expect(checkOut(station, guestId)).toEqual({ ok: false, error: 'NOT_IN_ROOM' });
    admitGuest(station, guestId, { overrideReason: null });
    expect(checkOut(station, guestId).ok).toBe(true);
    expect(doorView(station, eventId)?.counters).toMatchObject({ arrived: 1, inRoom: 0 });
    expect(admitGuest(station, guestId, { overrideReason: null })).toMatchObject({
      ok: true,
      value: { result: 'OK', isReentry: true },
    });
    expect(doorView(station, eventId)?.counters).toMatchObject({ arrived: 1, inRoom: 1, doubleEntries: 0 });
    expect(checkOut(station, guestId).ok).toBe(true);
    expect(checkOut(station, guestId)).toEqual({ ok: false, error: 'NOT_IN_ROOM' });
  });
});

describe('findGuests', () => {
  test('[EV19] by the client’s present name, and at once after a change', () => {
    const { station, eventId } = stationWithSalon();
    const clientId = addClient(station, { name: '欧阳娜', phone: '+8613800001234' });
    addGuest(station, eventId, { clientId, name: '旧名字' });
    expect(findGuests(station, eventId, '欧', 5)).toMatchObject({ total: 1, guests: [{ name: '欧阳娜' }] });
    expect(findGuests(station, eventId, '1234', 5).total).toBe(1);
    addGuest(station, eventId, { name: '欧阳锋' });
    expect(findGuests(station, eventId, 'oy', 1)).toMatchObject({ total: 2 });
    expect(findGuests(station, eventId, 'oy', 1).guests).toHaveLength(1);
  });

  test('[EV21] neither line nor card carries a whole phone number', () => {
    const { station, eventId } = stationWithSalon();
    const ticketCode = newCode();
    const clientId = addClient(station, { phone: '+8613800001234' });
    addGuest(station, eventId, { clientId, ticketCode });
    const answer = scan(station, eventId, ticketCode);
    expect(
      JSON.stringify([answer, findGuests(station, eventId, '王', 5), listGuests(station, eventId)]),
    ).not.toContain('13800001234');
    expect(answer.card?.talkingPoints).toContainEqual({ kind: 'FIRST_MEETING' });
  });
});

describe('issueTickets', () => {
  test('[EV14] everyone who may come gets one code, once', () => {
    const { station, eventId } = stationWithSalon();
    addGuest(station, eventId, { state: 'accepted' });
    addGuest(station, eventId, { state: 'invited' });
    addGuest(station, eventId, { state: 'declined' });
    expect(issueTickets(station, eventId)).toBe(2);
    expect(issueTickets(station, eventId)).toBe(0);
    const codes = (listGuests(station, eventId) ?? []).flatMap(({ ticketCode }) => ticketCode ?? []);
    expect(new Set(codes).size).toBe(2);
  });
});

describe('unsyncedOf', () => {
  test('[EV29] counts intents of this event only', () => {
    const { station, eventId } = stationWithSalon();
    addClient(station);
    expect(unsyncedOf(station.db, eventId)).toBe(1);
    const guestId = addGuest(station, eventId);
    admitGuest(station, guestId, { overrideReason: null });
    expect(unsyncedOf(station.db, eventId)).toBe(4);
    station.db.prepare('DELETE FROM outbox').run();
    expect(unsyncedOf(station.db, eventId)).toBe(0);
  });
});
