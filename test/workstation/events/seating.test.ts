import { expect, test } from 'vitest';
import { readRow } from '#db/rows.ts';
import { addGuest, stationWithSalon } from '#test/workstation/events/salon.ts';
import { admitGuest } from '#workstation/events/door.ts';
import { cancelEvent } from '#workstation/events/plan.ts';
import { giveSeats, proposeTables, readSeats } from '#workstation/events/seating.ts';

test('[EV123] a proposal writes nothing; what is agreed to is written once, and the door shows it', () => {
  const { station, eventId } = stationWithSalon();
  const guestId = addGuest(station, eventId, { name: '王小明' });
  const seatOf = () => readRow(station.db, 'guest', guestId)?.data.seat;
  const wish = { by: 'HOST', perTable: 8, label: '#桌' } as const;
  expect(proposeTables(station, eventId, wish)).toMatchObject([{ guestId, before: null, seat: '1桌' }]);
  expect(readSeats(station, eventId, '王小明\t主桌\n赵六\t1桌')).toEqual({
    seats: [{ guestId, name: '王小明', before: null, seat: '主桌' }],
    left: [{ line: 2, text: '赵六\t1桌', problem: 'NOBODY' }],
  });
  expect(seatOf()).toBeNull();
  expect(giveSeats(station, eventId, [{ guestId, seat: '主桌' }])).toEqual({ ok: true, value: 1 });
  expect(giveSeats(station, eventId, [{ guestId, seat: '主桌' }])).toEqual({ ok: true, value: 0 });
  expect(proposeTables(station, eventId, wish)).toEqual([]);
  const answer = admitGuest(station, guestId, { overrideReason: null });
  expect(answer.ok && answer.value.card?.seat).toBe('主桌');
  expect(giveSeats(station, eventId, [{ guestId, seat: '' }])).toEqual({ ok: true, value: 1 });
  expect(seatOf()).toBeNull();
});

test('[EV123] a seat is given to guests of the event only, and no more once it is over', () => {
  const { station, eventId } = stationWithSalon();
  const other = addGuest(station, 'another event');
  expect(giveSeats(station, eventId, [{ guestId: other, seat: '1桌' }])).toMatchObject({
    error: 'NOT_FOUND',
  });
  const guestId = addGuest(station, eventId);
  cancelEvent(station, eventId);
  expect(giveSeats(station, eventId, [{ guestId, seat: '1桌' }])).toMatchObject({ error: 'EVENT_OVER' });
});
