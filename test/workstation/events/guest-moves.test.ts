import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guestStates } from '#core/events/event.ts';
import { canMove } from '#core/events/guest-state.ts';
import { sql } from '#db/handles.ts';
import { movesOfGuest } from '#db/queries/guest-moves.ts';
import { readRow } from '#db/rows.ts';
import { addClient, addGuest, plan, stationWithSalon } from '#test/workstation/events/salon.ts';
import type { TestStation } from '#test/support/station.ts';
import { undoCall } from '#workstation/calls/undo.ts';
import { admitGuest } from '#workstation/events/door.ts';
import { guestHistory } from '#workstation/events/guest-history.ts';
import { inviteClients } from '#workstation/events/invite.ts';
import { closeEvent, createEvent } from '#workstation/events/plan.ts';
import { addPlusOne } from '#workstation/events/plus-one.ts';
import { respond } from '#workstation/events/respond.ts';
import { undoCheckIn } from '#workstation/events/take-back.ts';
import { walkIn } from '#workstation/events/walk-in.ts';
import { commit } from '#workstation/station.ts';

/** Every change of a guest as `from → to`, in the order in which they were made. */
function told({ db }: TestStation, eventId: string, guestId: string): string[] {
  return movesOfGuest(db, eventId, guestId)
    .toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
    .map(({ fromState, toState }) => `${fromState ?? ''} → ${toState ?? ''}`);
}

describe('a change of a guest', () => {
  test('[EV132] is a fact with who and when, whatever command makes it: invitation, answer, waitlist, closing', () => {
    const { station, eventId } = stationWithSalon({ capacity: 1 });
    const clientId = addClient(station);
    const outcome = inviteClients(station, { eventId, clientIds: [clientId], from: 'LIST' }, () => []);
    const guestId = outcome.ok ? (outcome.value.invited[0]?.guestId ?? '') : '';
    const waiting = addGuest(station, eventId, { name: '李雷', state: 'invited' });
    station.testClock.advance(1000);
    respond(station, guestId, 'accepted');
    respond(station, waiting, 'accepted');
    station.testClock.advance(1000);
    respond(station, guestId, 'cancelled');
    station.testClock.advance(1000);
    closeEvent(station, eventId);
    expect(told(station, eventId, guestId)).toEqual([
      ' → invited',
      'invited → accepted',
      'accepted → cancelled',
    ]);
    expect(told(station, eventId, waiting)).toEqual([
      ' → invited',
      'invited → waitlisted',
      'waitlisted → accepted',
      'accepted → no_show',
    ]);
    const [last] = movesOfGuest(station.db, eventId, waiting).toSorted((a, b) => b.at - a.at);
    expect(last).toMatchObject({ managerId: station.me.managerId, at: station.clock() });
    const seat = [{ op: 'patch', entity: 'guest', id: waiting, patch: { seat: '3桌' } }] as const;
    commit(station, 'guest.seat', seat);
    expect(told(station, eventId, waiting)).toHaveLength(4);
  });

  test('[EV132] companions, walk-ins and an invitation taken back leave theirs too, in the change’s own group', () => {
    const { station, eventId } = stationWithSalon();
    const host = addGuest(station, eventId);
    const brought = addPlusOne(station, host, { name: '韩梅梅', phone: null });
    if (!brought.ok) throw new Error(brought.error.code);
    respond(station, host, 'cancelled');
    expect(told(station, eventId, brought.value.guestId)).toEqual([' → accepted', 'accepted → cancelled']);
    const came = walkIn(station, eventId, {
      name: '路人',
      phone: null,
      isSomebodyElse: false,
      overrideReason: null,
    });
    const walker = came.ok ? (came.value.answer.card?.id ?? '') : '';
    expect(told(station, eventId, walker)).toEqual([' → walk_in']);
    const clientIds = [addClient(station)];
    const asked = inviteClients(station, { eventId, clientIds, from: 'CALL' }, () => []);
    const [one] = asked.ok ? asked.value.invited : [];
    undoCall(station, one?.takeBack?.contactId ?? '');
    expect(told(station, eventId, one?.guestId ?? '')).toEqual([' → invited', 'invited → ']);
    const groups = sql<{ kinds: string }>(
      station.db,
      `SELECT group_concat(DISTINCT entity) AS kinds FROM outbox
       WHERE group_id IN (SELECT group_id FROM outbox WHERE entity = 'guestMove') GROUP BY group_id`,
    ).all();
    expect(groups.every(({ kinds }) => kinds.split(',').includes('guest'))).toBe(true);
  });

  test('[EV132] the history tells changes and the door together, newest first, a clock in another year brought near', () => {
    const { station, eventId } = stationWithSalon();
    const guestId = addGuest(station, eventId, { state: 'invited' });
    station.testClock.advance(1000);
    const entry = admitGuest(station, guestId, { overrideReason: '行长邀请' });
    station.testClock.advance(1000);
    undoCheckIn(station, entry.ok ? (entry.value.checkInId ?? '') : '');
    const deeds = guestHistory(station, guestId);
    expect(deeds?.map((deed) => (deed.what === 'DOOR' ? deed.kind : deed.toState))).toEqual([
      'UNDO',
      'IN',
      'invited',
    ]);
    expect(deeds?.[1]).toMatchObject({ overrideReason: '行长邀请', desk: station.me.deviceName });
    expect(guestHistory(station, 'nobody')).toBeNull();
  });

  test('[EV1] no sequence of answers leaves the table: the facts of a guest are a chain of allowed moves', () => {
    const { station } = stationWithSalon();
    const steps = fc.array(fc.tuple(fc.nat(3), fc.constantFrom(...guestStates)), { maxLength: 30 });
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 3 }), (wanted, capacity) => {
        const made = createEvent(station, plan(station, { capacity }));
        const eventId = made.ok ? made.value : '';
        const guests = Array.from({ length: 4 }, (_, at) =>
          addGuest(station, eventId, { name: `来宾${at}`, state: 'invited' }),
        );
        for (const [who, to] of wanted) {
          station.testClock.advance(1000);
          respond(station, guests[who] ?? '', to);
        }
        for (const guestId of guests) {
          const moves = movesOfGuest(station.db, eventId, guestId).toSorted((a, b) => a.at - b.at);
          let state: string | null = null;
          for (const { fromState, toState } of moves) {
            expect(fromState).toBe(state);
            if (fromState && toState) expect(canMove(fromState, toState)).toBe(true);
            state = toState;
          }
          expect(readRow(station.db, 'guest', guestId)?.data.state).toBe(state);
        }
      }),
      { numRuns: 25, seed: 6 },
    );
  });
});
