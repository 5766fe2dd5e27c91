import { describe, expect, test } from 'vitest';
import { ratingsOf } from '#core/events/ratings.ts';
import { seriesProgress, type SeriesSalon } from '#core/events/series.ts';

const salon = (day: string, over: Partial<SeriesSalon> = {}): SeriesSalon => ({
  city: '杭州',
  startsAt: Date.parse(`${day}T14:00:00+08:00`),
  status: 'CLOSED',
  arrived: 10,
  costFen: 100_000,
  rated: 0,
  ratingSum: 0,
  ...over,
});
const plan = { name: '城市沙龙', year: 2026, targets: { 杭州: [1, 2, 0, 0], 上海: [0, 0, 1, 0] } };

describe('a year of salons', () => {
  test('[EV100] counts done, coming and cancelled by city and quarter against the plan, with guests and cost', () => {
    const { cities, total, outsideYear } = seriesProgress(plan, [
      salon('2026-02-03', { rated: 2, ratingSum: 9 }),
      salon('2026-04-01', { city: '杭州 ', arrived: 7, rated: 1, ratingSum: 3 }),
      salon('2026-06-30', { status: 'PLANNED', arrived: 0, costFen: null }),
      salon('2026-05-01', { status: 'CANCELLED', arrived: 0, costFen: 5_000 }),
    ]);
    expect(outsideYear).toBe(0);
    expect(cities.map(({ city }) => city)).toEqual(['杭州', '上海']);
    expect(cities[0]?.quarters.map(({ planned, done, coming }) => [planned, done, coming])).toEqual([
      [1, 1, 0],
      [2, 1, 1],
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(cities[0]?.total).toEqual({
      planned: 3,
      done: 2,
      coming: 1,
      cancelled: 1,
      arrived: 17,
      // 100,000 twice, and what the cancelled one had cost.
      costFen: 205_000,
      costUnknown: 1,
      rated: 3,
      ratingSum: 12,
    });
    expect(total).toMatchObject({ planned: 4, done: 2, coming: 1, cancelled: 1 });
  });

  test('[EV100] a city without a target has its own line; another year counts nowhere; the day is the one in Shanghai', () => {
    const { cities, total, outsideYear } = seriesProgress(plan, [
      salon('2026-07-01', { city: '成都' }),
      salon('2025-12-31'),
      // 2026-10-01 00:30 in Shanghai is still September in Greenwich.
      salon('2026-10-01', { startsAt: Date.parse('2026-10-01T00:30:00+08:00') }),
    ]);
    expect(cities.at(-1)).toMatchObject({ city: '成都', total: { planned: 0, done: 1 } });
    expect(cities[0]?.quarters.map(({ done }) => done)).toEqual([0, 0, 0, 1]);
    expect([total.done, outsideYear]).toEqual([2, 1]);
  });
});

test('[EV135] of a guest who was asked again the latest rating counts, whatever order the notes come in', () => {
  const notes = [
    { id: '1', guestId: 'a', rating: 2, recordedAt: 10 },
    { id: '2', guestId: 'a', rating: 5, recordedAt: 20 },
    { id: '3', guestId: 'b', rating: 3, recordedAt: 5 },
    { id: '4', guestId: 'b', rating: null, recordedAt: 30 },
  ];
  expect(ratingsOf(notes)).toEqual({ rated: 2, ratingSum: 8 });
  expect(ratingsOf(notes.toReversed())).toEqual({ rated: 2, ratingSum: 8 });
  expect(ratingsOf([])).toEqual({ rated: 0, ratingSum: 0 });
});
