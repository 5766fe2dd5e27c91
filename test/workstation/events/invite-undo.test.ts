import { expect, test } from 'vitest';
import { dayMs } from '#core/base/time.ts';
import { eventsLeftOutOf } from '#db/queries/event-effect.ts';
import { nextOpenSalon } from '#db/queries/calls.ts';
import { readRow } from '#db/rows.ts';
import { addClient, addGuest, stationWithSalon } from '#test/workstation/events/salon.ts';
import { undoable, undoCall } from '#workstation/calls/undo.ts';
import { writePlan } from '#workstation/events/measure-plan.ts';
import { inviteClients } from '#workstation/events/invite.ts';
import { listGuests } from '#workstation/events/overview.ts';

const nobody = () => [];

function invited(from: 'CALL' | 'LIST', state?: 'candidate') {
  const { station, eventId } = stationWithSalon();
  const clientId = addClient(station, { ownerManagerId: station.me.managerId });
  const guestId = state && addGuest(station, eventId, { clientId, state });
  station.testClock.advance(1000);
  const outcome = inviteClients(station, { eventId, clientIds: [clientId], from }, nobody);
  const one = outcome.ok ? outcome.value.invited[0] : undefined;
  return { station, eventId, clientId, guestId, one };
}

test('[EV103] an invitation made on the phone is taken back within ten seconds as if it had not been made', () => {
  const { station, eventId, one } = invited('CALL');
  const contactId = one?.takeBack?.contactId ?? '';
  expect(one?.takeBack?.until).toBe(station.clock() + 10_000);
  expect(readRow(station.db, 'contact', contactId)?.data.channel).toBe('SALON');
  // It is no call: a screen that has just opened does not offer it as one.
  expect(undoable(station)).toBeNull();
  station.testClock.advance(9_000);
  expect(undoCall(station, contactId)).toBe(true);
  expect(listGuests(station, eventId)).toEqual([]);
  expect(undoCall(station, contactId)).toBe(false);
});

test('[EV103] a candidate is one again; after ten seconds, or from a list, nothing is taken back', () => {
  const candidate = invited('CALL', 'candidate');
  const before = candidate.station.clock() - 1000;
  expect(undoCall(candidate.station, candidate.one?.takeBack?.contactId ?? '')).toBe(true);
  expect(readRow(candidate.station.db, 'guest', candidate.guestId ?? '')?.data).toMatchObject({
    state: 'candidate',
    stateAt: before,
    invitedAt: null,
  });
  const late = invited('CALL');
  late.station.testClock.advance(10_001);
  expect(undoCall(late.station, late.one?.takeBack?.contactId ?? '')).toBe(false);
  expect(listGuests(late.station, late.eventId)).toHaveLength(1);
  expect(invited('LIST').one?.takeBack).toBeNull();
});

test('[EV33] the desk is told of whom the lot left out before anybody is asked', () => {
  const { station, eventId } = stationWithSalon();
  const clientIds = Array.from({ length: 20 }, (_, at) =>
    addClient(station, { phone: `+86138000001${at + 10}` }),
  );
  writePlan(station, eventId, { speakers: '', costFen: null, holdoutPercent: 50 });
  const outcome = inviteClients(station, { eventId, clientIds, from: 'LIST' }, nobody);
  if (!outcome.ok) throw new Error(outcome.error);
  const out = outcome.value.skipped[0]?.clientId ?? '';
  const now = station.clock() - dayMs;
  expect(nextOpenSalon(station.db, out, now)).toMatchObject({ eventId, isLeftOut: true });
  expect(eventsLeftOutOf(station.db, out)).toEqual([eventId]);
  expect(eventsLeftOutOf(station.db, outcome.value.invited[0]?.clientId ?? '')).toEqual([]);
  expect(nextOpenSalon(station.db, addClient(station), now)).toMatchObject({ eventId, isLeftOut: false });
});
