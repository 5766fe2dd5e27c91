import { expect, test } from 'vitest';
import { keptRow, type DoubleRow } from '#core/events/doubles.ts';
import { metInPerson, type Visit } from '#core/events/regulars.ts';

const now = Date.parse('2026-11-22T12:00:00+08:00');
const visit = (day: string, broughtAlong = 0): Visit => ({
  at: Date.parse(`${day}T14:00:00+08:00`),
  title: day,
  broughtAlong,
});

test('[EV104] three salons within twelve months make a regular, two people brought along an advocate; nobody met is neither', () => {
  const often = metInPerson([visit('2026-10-01'), visit('2025-11-23'), visit('2026-03-01', 2)], now);
  expect(often).toMatchObject({ visits: 3, isRegular: true, broughtAlong: 2, isAdvocate: true });
  expect(often.last?.title).toBe('2026-10-01');
  expect(often.firstAt).toBe(visit('2025-11-23').at);
  // A year ago to the day is over: two are left, and the one who brought them along does not count any more.
  const past = metInPerson([visit('2026-10-01', 1), visit('2025-11-22', 1), visit('2026-03-01')], now);
  expect(past).toMatchObject({ visits: 2, isRegular: false, broughtAlong: 1, isAdvocate: false });
  expect(past.firstAt).toBe(visit('2025-11-22').at);
  expect(metInPerson([], now)).toEqual({
    firstAt: null,
    last: null,
    visits: 0,
    broughtAlong: 0,
    isRegular: false,
    isAdvocate: false,
  });
});

const row = (id: string, over: Partial<DoubleRow> = {}): DoubleRow => ({
  id,
  state: 'invited',
  stateAt: 10,
  invitedAt: 10,
  hasEntered: false,
  ...over,
});

test.each<[string, DoubleRow, DoubleRow]>([
  ['who came in by it', row('b', { hasEntered: true }), row('a', { state: 'confirmed', stateAt: 99 })],
  ['an answer before none', row('b', { state: 'declined', stateAt: 50 }), row('a', { invitedAt: 1 })],
  [
    'the later answer',
    row('b', { state: 'declined', stateAt: 60 }),
    row('a', { state: 'accepted', stateAt: 50 }),
  ],
  ['the earlier invitation', row('b', { invitedAt: 5 }), row('a')],
  ['the smaller id', row('a'), row('b')],
])('[EV105] of two rows of one client stays %s, in whichever order they come', (_what, kept, other) => {
  expect(keptRow([kept, other])).toBe(kept);
  expect(keptRow([other, kept])).toBe(kept);
});
