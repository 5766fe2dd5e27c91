import { z } from 'zod';
import { businessDayOf, type Instant } from '#core/base/time.ts';
import type { EventFields } from '#core/events/event.ts';
import type { Ratings } from '#core/events/ratings.ts';
import { idField } from '#core/sync/fields.ts';

/** How many salons are planned in each quarter of the year, in its order. */
const quartersField = z.array(z.int().min(0)).length(4);

/** A year's plan of salons, for everyone of the branch: how many in which city and quarter. */
export const eventSeriesFields = z.object({
  name: z.string().min(1).max(120),
  year: z.int().min(2000),
  /** By city; an empty name stands for wherever else. */
  targets: z.record(z.string().max(60), quartersField),
});
export type EventSeriesFields = z.infer<typeof eventSeriesFields>;

/** To which series an event belongs; its row has the event's own id, so there is one answer. */
export const seriesEventFields = z.object({
  eventId: idField,
  seriesId: idField.nullable(),
});

/** What became of a salon of a series. Money in fen. */
export interface SeriesSalon extends Pick<EventFields, 'city' | 'startsAt' | 'status'>, Ratings {
  /** Guests who came; a salon to come has none. */
  readonly arrived: number;
  /** Null while nobody wrote down what it costs. */
  readonly costFen: number | null;
}

/** Plan against done, of one quarter of a city or of a sum of them. */
export interface SeriesFigures extends Ratings {
  readonly planned: number;
  readonly done: number;
  /** In the calendar and not yet over. */
  readonly coming: number;
  readonly cancelled: number;
  readonly arrived: number;
  readonly costFen: number;
  /** Salons held or to come whose cost nobody wrote down. */
  readonly costUnknown: number;
}

/** A series as far as it got, city by city and quarter by quarter. */
export interface SeriesProgress {
  readonly cities: readonly {
    readonly city: string;
    readonly quarters: readonly SeriesFigures[];
    readonly total: SeriesFigures;
  }[];
  readonly total: SeriesFigures;
  /** Salons of the series that lie in another year: counted nowhere. */
  readonly outsideYear: number;
}

const noFigures: SeriesFigures = {
  planned: 0,
  done: 0,
  coming: 0,
  cancelled: 0,
  arrived: 0,
  costFen: 0,
  costUnknown: 0,
  rated: 0,
  ratingSum: 0,
};

/**
 * Counts a series' salons against its targets: closed ones are done, called off ones are cancelled, by the quarter they
 * begin in (Shanghai). A salon in a city without a target has a line of its own with nothing planned.
 */
export function seriesProgress(
  { year, targets }: EventSeriesFields,
  salons: readonly SeriesSalon[],
): SeriesProgress {
  const inYear = salons.filter(({ startsAt }) => placeOf(startsAt).year === year);
  const names = new Set([...Object.keys(targets), ...inYear.map(({ city }) => city.trim())]);
  const cities = [...names].map((city) => {
    const here = inYear.filter((salon) => salon.city.trim() === city);
    const quarters = [0, 1, 2, 3].map((quarter) => ({
      ...sum(here.filter(({ startsAt }) => placeOf(startsAt).quarter === quarter).map(figuresOf)),
      planned: targets[city]?.[quarter] ?? 0,
    }));
    return { city, quarters, total: sum(quarters) };
  });
  return {
    cities,
    total: sum(cities.map(({ total }) => total)),
    outsideYear: salons.length - inYear.length,
  };
}

function placeOf(at: Instant): { year: number; quarter: number } {
  const day = businessDayOf(at);
  return { year: Number(day.slice(0, 4)), quarter: Math.floor((Number(day.slice(5, 7)) - 1) / 3) };
}

function figuresOf({ status, arrived, costFen, rated, ratingSum }: SeriesSalon): SeriesFigures {
  const isOn = status !== 'CANCELLED';
  return {
    planned: 0,
    done: status === 'CLOSED' ? 1 : 0,
    coming: isOn && status !== 'CLOSED' ? 1 : 0,
    cancelled: isOn ? 0 : 1,
    arrived,
    // What a cancelled salon cost was spent all the same.
    costFen: costFen ?? 0,
    costUnknown: isOn && costFen === null ? 1 : 0,
    rated,
    ratingSum,
  };
}

function sum(parts: readonly SeriesFigures[]): SeriesFigures {
  const keys = Object.keys(noFigures) as (keyof SeriesFigures)[];
  return parts.reduce<SeriesFigures>(
    (all, part) => ({ ...all, ...Object.fromEntries(keys.map((key) => [key, all[key] + part[key]])) }),
    noFigures,
  );
}
