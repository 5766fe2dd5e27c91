import { describe, expect, test } from 'vitest';
import { sql } from '#db/handles.ts';
import { plusOnesOf } from '#db/queries/events.ts';
import { readRow } from '#db/rows.ts';
import { admitGuest } from '#workstation/events/door.ts';
import { closeEvent, updateEvent } from '#workstation/events/plan.ts';
import { addPlusOne } from '#workstation/events/plus-one.ts';
import { respond } from '#workstation/events/respond.ts';
import type { Station } from '#workstation/station.ts';
import { addClient, addGuest, stationWithSalon } from '#test/workstation/events/salon.ts';

const stateOf = (station: Station, guestId: string): string | undefined =>
  readRow(station.db, 'guest', guestId)?.data.state;

describe('respond', () => {
  test('[EV2] the guest after the last seat waits; [EV24] a cancellation moves them up in the same commit', () => {
    const { station, eventId } = stationWithSalon({ capacity: 2 });
    const guests = [1, 2, 3, 4].map(() => addGuest(station, eventId, { state: 'invited' }));
    const [first = '', , third = '', fourth = ''] = guests;
    for (const guestId of guests) {
      station.testClock.advance(1000);
      respond(station, guestId, 'accepted');
    }
    expect(guests.map((id) => stateOf(station, id))).toEqual([
      'accepted',
      'accepted',
      'waitlisted',
      'waitlisted',
    ]);
    const done = respond(station, first, 'cancelled');
    expect(done).toEqual({ ok: true, value: { state: 'cancelled', movedUp: 1 } });
    expect([stateOf(station, third), stateOf(station, fourth)]).toEqual(['accepted', 'waitlisted']);
    const last = sql<{ rows: number }>(
      station.db,
      "SELECT count(*) AS rows FROM outbox WHERE entity = 'guest' GROUP BY group_id ORDER BY max(position) DESC LIMIT 1",
    ).get();
    expect(last?.rows).toBe(2);
  });

  test('[EV24] more seats move the waitlist up with the plan; fewer take no promise back', () => {
    const { station, eventId } = stationWithSalon({ capacity: 1 });
    const guests = [1, 2, 3].map(() => addGuest(station, eventId, { state: 'invited' }));
    for (const guestId of guests) {
      station.testClock.advance(1000);
      respond(station, guestId, 'accepted');
    }
    updateEvent(station, eventId, { capacity: 2 });
    expect(guests.map((id) => stateOf(station, id))).toEqual(['accepted', 'accepted', 'waitlisted']);
    updateEvent(station, eventId, { capacity: 1 });
    expect(guests.map((id) => stateOf(station, id))).toEqual(['accepted', 'accepted', 'waitlisted']);
  });

  test('[EV24] a change that fails in the middle leaves nothing half done', () => {
    const { station, eventId } = stationWithSalon({ capacity: 1 });
    const [first = '', second = ''] = [1, 2].map(() => addGuest(station, eventId, { state: 'invited' }));
    respond(station, first, 'accepted');
    respond(station, second, 'accepted');
    const before = sql(station.db, 'SELECT * FROM outbox').all();
    let calls = 0;
    const failing = {
      ...station,
      nextHlc: () => {
        calls += 1;
        if (calls === 2) throw new Error('disk full');
        return station.nextHlc();
      },
    };
    expect(() => respond(failing, first, 'cancelled')).toThrow('disk full');
    expect([stateOf(station, first), stateOf(station, second)]).toEqual(['accepted', 'waitlisted']);
    expect(sql(station.db, 'SELECT * FROM outbox').all()).toEqual(before);
  });

  test('[EV14] who accepts has a ticket from then on and keeps it', () => {
    const { station, eventId } = stationWithSalon();
    const guestId = addGuest(station, eventId, { state: 'invited' });
    respond(station, guestId, 'accepted');
    const code = readRow(station.db, 'guest', guestId)?.data.ticketCode;
    expect(code).toMatch(/^ZS/);
    respond(station, guestId, 'confirmed');
    expect(readRow(station.db, 'guest', guestId)?.data.ticketCode).toBe(code);
  });

  test('[EV1] a refused move is answered with its reason and writes nothing', () => {
    const { station, eventId } = stationWithSalon();
    const guestId = addGuest(station, eventId, { state: 'cancelled' });
    expect(respond(station, guestId, 'accepted')).toEqual({ ok: false, error: 'NOT_ALLOWED' });
    expect(respond(station, 'nobody', 'accepted')).toEqual({ ok: false, error: 'NOT_FOUND' });
    const inside = addGuest(station, eventId);
    admitGuest(station, inside, { overrideReason: null });
    expect(respond(station, inside, 'cancelled')).toEqual({ ok: false, error: 'HAS_ENTERED' });
  });
});

describe('addPlusOne', () => {
  test('[EV25] takes a seat of its own, waits when there is none, and goes with the host', () => {
    const { station, eventId } = stationWithSalon({ capacity: 2 });
    const host = addGuest(station, eventId, { state: 'accepted' });
    expect(addPlusOne(station, host, { name: '女儿', phone: null })).toMatchObject({
      ok: true,
      value: { state: 'accepted' },
    });
    expect(addPlusOne(station, host, { name: '朋友', phone: null })).toMatchObject({
      ok: true,
      value: { state: 'waitlisted' },
    });
    respond(station, host, 'cancelled');
    const states = plusOnesOf(station.db, eventId, host).map(({ state }) => state);
    expect(states.toSorted()).toEqual(['cancelled', 'declined']);
  });

  test('[EV25] only who comes may bring somebody, with a phone number that is one', () => {
    const { station, eventId } = stationWithSalon();
    const host = addGuest(station, eventId, { state: 'declined' });
    expect(addPlusOne(station, host, { name: '朋友', phone: null })).toEqual({
      ok: false,
      error: { code: 'NOT_ALLOWED' },
    });
    const coming = addGuest(station, eventId);
    expect(addPlusOne(station, coming, { name: '朋友', phone: '12' })).toEqual({
      ok: false,
      error: { code: 'BAD_PHONE' },
    });
  });
});

describe('closeEvent', () => {
  test('[EV5] who promised and did not come is a no-show, nobody else; [EV28] own guests who came are thanked', () => {
    const { station, eventId } = stationWithSalon();
    const clientId = addClient(station);
    const foreign = addClient(station, { ownerManagerId: 'another-manager' });
    const came = addGuest(station, eventId, { clientId });
    const cameToo = addGuest(station, eventId, { clientId: foreign });
    const missed = addGuest(station, eventId, { state: 'accepted' });
    const invited = addGuest(station, eventId, { state: 'invited' });
    admitGuest(station, came, { overrideReason: null });
    admitGuest(station, cameToo, { overrideReason: null });
    expect(closeEvent(station, eventId)).toEqual({ ok: true, value: { noShows: 1, thankYous: 1 } });
    expect([came, cameToo, missed, invited].map((id) => stateOf(station, id))).toEqual([
      'confirmed',
      'confirmed',
      'no_show',
      'invited',
    ]);
    const tasks = sql<{ client_id: string; due_at: number }>(
      station.db,
      "SELECT client_id, due_at FROM task WHERE kind = 'THANK_YOU'",
    ).all();
    expect(tasks).toEqual([{ client_id: clientId, due_at: station.clock() + 86_400_000 }]);
    expect(closeEvent(station, eventId)).toEqual({ ok: false, error: 'EVENT_OVER' });
  });
});
