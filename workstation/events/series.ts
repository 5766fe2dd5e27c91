import type { SeriesView } from '#core/api/event-series.ts';
import type { Id } from '#core/base/ids.ts';
import { ratingsOf } from '#core/events/ratings.ts';
import { seriesProgress, type EventSeriesFields } from '#core/events/series.ts';
import { allSeries, eventsInSeries } from '#db/queries/event-series.ts';
import { notesOfEvent } from '#db/queries/guest-notes.ts';
import { readRow } from '#db/rows.ts';
import { summarise } from '#workstation/events/overview.ts';
import { commit, type Station } from '#workstation/station.ts';

/** Returns every year's plan with what became of it among the events this workstation knows. */
export function listSeries(station: Station): SeriesView[] {
  const bySeries = Map.groupBy(eventsInSeries(station.db), ({ seriesId }) => seriesId);
  return allSeries(station.db).map((series) => {
    const salons = (bySeries.get(series.id) ?? []).map(({ event, costFen }) => ({
      ...event,
      costFen,
      arrived: summarise(station, event).counters.arrived,
      ...ratingsOf(notesOfEvent(station.db, event.id)),
    }));
    const { cities, ...progress } = seriesProgress(series, salons);
    const shown = cities.map(({ quarters, ...city }) => ({ ...city, quarters: [...quarters] }));
    return { ...series, progress: { ...progress, cities: shown } };
  });
}

/** Makes a year's plan, or changes the one named; answers its id, or null where there is no such plan. */
export function saveSeries(station: Station, seriesId: Id | null, plan: EventSeriesFields): Id | null {
  if (seriesId !== null && !readRow(station.db, 'eventSeries', seriesId)) return null;
  const id = seriesId ?? station.newId();
  const row = { entity: 'eventSeries', id } as const;
  commit(station, 'event.series', [
    seriesId === null ? { ...row, op: 'create', data: plan } : { ...row, op: 'patch', patch: plan },
  ]);
  return id;
}

/** Takes a plan away; its events stay. False where there is no such plan. */
export function removeSeries(station: Station, seriesId: Id): boolean {
  if (!readRow(station.db, 'eventSeries', seriesId)) return false;
  commit(station, 'event.series', [{ op: 'delete', entity: 'eventSeries', id: seriesId }]);
  return true;
}

/** Returns the plan an event counts for; null where it counts for none, or that plan is gone. */
export function seriesOfEvent({ db }: Station, eventId: Id): Id | null {
  const seriesId = readRow(db, 'seriesEvent', eventId)?.data.seriesId ?? null;
  return seriesId !== null && readRow(db, 'eventSeries', seriesId) ? seriesId : null;
}

/** Says which plan an event counts for, null for none; false where there is no such event or plan. */
export function assignSeries(station: Station, eventId: Id, seriesId: Id | null): boolean {
  const { db } = station;
  if (!readRow(db, 'event', eventId)) return false;
  if (seriesId !== null && !readRow(db, 'eventSeries', seriesId)) return false;
  const known = readRow(db, 'seriesEvent', eventId)?.data;
  if ((known?.seriesId ?? null) === seriesId) return true;
  const row = { entity: 'seriesEvent', id: eventId } as const;
  commit(station, 'event.series', [
    known
      ? { ...row, op: 'patch', patch: { seriesId } }
      : { ...row, op: 'create', data: { eventId, seriesId } },
  ]);
  return true;
}
