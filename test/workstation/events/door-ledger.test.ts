import fc from 'fast-check';
import { expect, test } from 'vitest';
import { throughGate } from '#db/gate.ts';
import { sql } from '#db/handles.ts';
import { outboxColumns, type OutboxRow } from '#db/queries/outbox.ts';
import { settleAnswers } from '#db/changes/settle.ts';
import type { MutationResult } from '#core/sync/protocol.ts';
import { addClient, addGuest } from '#test/workstation/events/salon.ts';
import { deskOver, hubOf, linkTo, share, venueOf } from '#test/workstation/venue/desks.ts';
import type { TestStation } from '#test/support/station.ts';
import { doorView } from '#workstation/events/door-view.ts';
import { admitGuest, scanTicket } from '#workstation/events/door.ts';
import { respond } from '#workstation/events/respond.ts';
import { checkOut, undoCheckIn } from '#workstation/events/take-back.ts';
import { walkIn } from '#workstation/events/walk-in.ts';
import { commit, type Station } from '#workstation/station.ts';
import { issueTickets } from '#workstation/events/tickets.ts';
import { guestsOf } from '#db/queries/events.ts';

const states = ['confirmed', 'confirmed', 'invited', 'cancelled'] as const;

/** A door of two desks, three guests and a client; the first desk has been looking at it since the beginning. */
function doorOfTwo() {
  const { eventId, stations } = venueOf(2);
  const [here, there] = stations as [TestStation, TestStation];
  const clientId = addClient(here, { tier: 'VIP' });
  const guests = states.map((state, index) =>
    addGuest(here, eventId, { state, ...(index === 0 ? { clientId } : {}) }),
  );
  issueTickets(here, eventId);
  share(stations);
  const codes = guestsOf(here.db, eventId).flatMap(({ ticketCode }) => ticketCode ?? []);
  const desk = deskOver(there, eventId, linkTo(hubOf(here, eventId), there));
  return { eventId, here, there, clientId, guests, codes, desk };
}
type Door = ReturnType<typeof doorOfTwo>;

type Action = (door: Door, pick: number) => unknown;
const at = <Item>(list: readonly Item[], pick: number): Item => list[pick % list.length] as Item;
const anyFact = (door: Door, pick: number): string =>
  at(
    [...(doorView({ ...door.here }, door.eventId)?.arrivals.map(({ checkInId }) => checkInId) ?? []), ''],
    pick,
  );

const actions: Readonly<Record<string, Action>> = {
  scan: ({ here, eventId, codes }, pick) => scanTicket(here, eventId, at(codes, pick)),
  scanThere: ({ there, eventId, codes }, pick) => scanTicket(there, eventId, at(codes, pick)),
  admit: ({ here, guests }, pick) => admitGuest(here, at(guests, pick), { overrideReason: 'x' }),
  leave: ({ here, guests }, pick) => checkOut(here, at(guests, pick)),
  undo: (door, pick) => undoCheckIn(door.here, anyFact(door, pick)),
  walkIn: ({ here, eventId }, pick) =>
    walkIn(here, eventId, { name: `散客${pick}`, phone: null, isSomebodyElse: true }),
  walkInThere: ({ there, eventId }, pick) =>
    walkIn(there, eventId, { name: `那边${pick}`, phone: null, isSomebodyElse: true }),
  exchange: ({ desk }) => desk.settle(),
  cancel: ({ here, guests }, pick) => respond(here, at(guests, pick), 'cancelled'),
  seat: ({ here, guests }, pick) => patch(here, 'guest', at(guests, pick), { name: `改名${pick}` }),
  tier: ({ here, clientId }, pick) =>
    patch(here, 'client', clientId, { tier: at(['VIP', 'MASS', 'PRIVATE'], pick) }),
  confirmed: ({ here }, pick) => answerOne(here, pick, 'applied'),
  refused: ({ here }, pick) => answerOne(here, pick, 'rejected'),
  swapped: swapLast,
  later: ({ here, there }, pick) => [here, there].map(({ testClock }) => testClock.advance(pick * 100)),
};

function patch(station: Station, entity: 'guest' | 'client', id: string, changed: Record<string, unknown>) {
  commit(station, 'test', [{ op: 'patch', entity, id, patch: changed } as never]);
}

let seq = 100;

/** The centre answers one waiting door fact; its copy counts, also where it says something else. */
function answerOne(station: Station, pick: number, status: 'applied' | 'rejected'): void {
  const waiting = sql<OutboxRow>(
    station.db,
    `SELECT ${outboxColumns} FROM outbox WHERE entity = 'checkIn' ORDER BY position`,
  ).all();
  const one = waiting[pick % Math.max(1, waiting.length)];
  if (!one) return;
  const { mid, entity, id, patch: data } = one;
  const fact = JSON.parse(data) as { eventId: string; desk: string };
  if (pick % 2 === 0) fact.desk = `中心${pick}`;
  const row = { entity, id, scope: `event:${fact.eventId}`, seq: (seq += 1), data: fact };
  const isTaken = status === 'applied';
  const result = { mid, status, code: isTaken ? null : 'BAD_VALUE', detail: null, row: isTaken ? row : null };
  settleAnswers(station.db, [result as MutationResult], station.clock());
  station.live.publish('signal', { kind: 'rows', entities: ['checkIn'] });
}

/** What was noted last is gone and another fact lies where it lay, with nobody told: as a refusal and the next scan leave it. */
function swapLast({ here, eventId, guests }: Door, pick: number): void {
  const last = sql<{ id: string }>(here.db, 'SELECT id FROM check_in ORDER BY rowid DESC LIMIT 1').get();
  if (!last) return;
  throughGate(here.db, () => sql(here.db, 'DELETE FROM check_in WHERE id = ?').run(last.id));
  here.testClock.advance(7);
  const data = { eventId, guestId: at(guests, pick), kind: 'IN', answers: null, at: here.clock() } as const;
  const made = { ...data, desk: 'x', managerId: 'm', method: 'SCAN', overrideReason: null } as const;
  commit(here, 'test', [{ op: 'create', entity: 'checkIn', id: here.newId(), data: made }]);
}

test('[EV140] whatever happens at a door, its view is that of a desk that has just opened it', async () => {
  const stepOf = fc.tuple(fc.constantFrom(...Object.keys(actions)), fc.nat(20));
  await fc.assert(
    fc.asyncProperty(fc.array(stepOf, { minLength: 8, maxLength: 30 }), async (steps) => {
      const door = doorOfTwo();
      for (const [name, pick] of steps) {
        await actions[name]?.(door, pick);
        expect([name, doorView(door.here, door.eventId)]).toEqual([
          name,
          doorView({ ...door.here }, door.eventId),
        ]);
      }
      door.desk.desk.stop();
    }),
    { numRuns: 20 },
  );
});
