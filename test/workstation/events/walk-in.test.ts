import { describe, expect, test } from 'vitest';
import { guestsOf } from '#db/queries/events.ts';
import type { Station } from '#workstation/station.ts';
import { cancelEvent } from '#workstation/events/plan.ts';
import { walkIn, type Person, type WalkInOutcome } from '#workstation/events/walk-in.ts';
import { addClient, addGuest, stationWithSalon } from '#test/workstation/events/salon.ts';

function walk(station: Station, eventId: string, person: Partial<Person>): WalkInOutcome {
  const outcome = walkIn(station, eventId, { name: '王晓明', phone: null, isSomebodyElse: false, ...person });
  if (!outcome.ok) throw new Error(outcome.error);
  return outcome.value;
}

describe('walkIn', () => {
  test('[EV27] a stranger becomes a guest of this desk and is in', () => {
    const { station, eventId } = stationWithSalon();
    const outcome = walk(station, eventId, { name: '赵新客', phone: '138 0000 7777' });
    expect(outcome).toMatchObject({
      match: 'NEW',
      answer: { result: 'OK', card: { standing: 'checked_in' } },
    });
    expect(guestsOf(station.db, eventId)).toMatchObject([
      { name: '赵新客', phone: '+8613800007777', clientId: null, state: 'walk_in', invitedFrom: 'DOOR' },
    ]);
  });

  test('[EV27] a client’s phone links to the client, whatever the name was heard as', () => {
    const { station, eventId } = stationWithSalon();
    const clientId = addClient(station, { phone: '+8613800001111' });
    const outcome = walk(station, eventId, { name: '王小明', phone: '１３８００００１１１１' });
    expect(outcome).toMatchObject({ match: 'CLIENT', answer: { result: 'OK', card: { name: '王晓明' } } });
    expect(guestsOf(station.db, eventId)).toMatchObject([{ clientId, hostManagerId: station.me.managerId }]);
  });

  test('[EV27] a guest’s phone is that guest: in at once, a reason, or ALREADY', () => {
    const { station, eventId } = stationWithSalon();
    addGuest(station, eventId, { phone: '+8613800002222', name: '甲' });
    addGuest(station, eventId, { phone: '+8613800003333', name: '乙', state: 'invited' });
    expect(walk(station, eventId, { phone: '13800002222' })).toMatchObject({
      match: 'GUEST',
      answer: { result: 'OK', card: { name: '甲' } },
    });
    expect(walk(station, eventId, { phone: '13800002222' }).answer.result).toBe('ALREADY');
    expect(walk(station, eventId, { phone: '13800003333' })).toMatchObject({
      match: 'GUEST',
      answer: { result: 'NOT_CONFIRMED', card: { name: '乙' } },
    });
    expect(guestsOf(station.db, eventId)).toHaveLength(2);
  });

  test('[EV27] a phone shared by a family is decided by the name, or asked', () => {
    const { station, eventId } = stationWithSalon();
    for (const name of ['王父', '王母']) addGuest(station, eventId, { phone: '+8613800004444', name });
    expect(walk(station, eventId, { name: '王母', phone: '13800004444' }).answer.card?.name).toBe('王母');
    const asked = walk(station, eventId, { name: '王子', phone: '13800004444' });
    expect(asked.answer).toMatchObject({ result: 'AMBIGUOUS', checkInId: null });
    expect(asked.answer.choices).toHaveLength(2);
    const other = walk(station, eventId, { name: '王子', phone: '13800004444', isSomebodyElse: true });
    expect(other).toMatchObject({ match: 'NEW', answer: { result: 'OK' } });
  });

  test('[EV6] a cancelled guest who comes after all enters as a walk-in', () => {
    const { station, eventId } = stationWithSalon();
    const clientId = addClient(station, { phone: '+8613800005555' });
    addGuest(station, eventId, { clientId, state: 'cancelled' });
    expect(walk(station, eventId, { phone: '13800005555' })).toMatchObject({
      match: 'CLIENT',
      answer: { result: 'OK' },
    });
    expect(guestsOf(station.db, eventId).map(({ state }) => state)).toEqual(['cancelled', 'walk_in']);
  });

  test('[EV31] nobody walks into a cancelled event; [EV27] nor with a number that is none', () => {
    const { station, eventId } = stationWithSalon();
    expect(walkIn(station, eventId, { name: '甲', phone: '12', isSomebodyElse: false })).toEqual({
      ok: false,
      error: 'BAD_PHONE',
    });
    cancelEvent(station, eventId);
    expect(walk(station, eventId, {}).answer).toMatchObject({ result: 'CANCELLED', checkInId: null });
    expect(guestsOf(station.db, eventId)).toEqual([]);
  });
});
