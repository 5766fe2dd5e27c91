import type { Id } from '#core/base/ids.ts';
import type { EventSeriesFields } from '#core/events/series.ts';
import { sql, type ReadableDb } from '#db/handles.ts';
import type { EventRow } from '#db/queries/events.ts';
import { decode } from '#db/rows.ts';

type Row = Record<string, unknown> & { readonly id: string };

/** Returns every plan of a year, the latest year first. */
export function allSeries(db: ReadableDb): (EventSeriesFields & { readonly id: Id })[] {
  return sql<Row>(db, 'SELECT * FROM event_series ORDER BY year DESC, name, id')
    .all()
    .map((row) => ({ ...decode('eventSeries', row), id: row.id }));
}

/** Returns the events known here that belong to a plan, each with what it costs; null where nobody wrote that down. */
export function eventsInSeries(
  db: ReadableDb,
): { readonly event: EventRow; readonly seriesId: Id; readonly costFen: number | null }[] {
  return sql<Row & { series_id: string; plan_cost: number | null }>(
    db,
    `SELECT event.*, series_event.series_id, event_plan.cost_fen AS plan_cost
     FROM series_event JOIN event ON event.id = series_event.event_id
                       LEFT JOIN event_plan ON event_plan.id = event.id
     WHERE series_event.series_id IS NOT NULL ORDER BY event.starts_at, event.id`,
  )
    .all()
    .map((row) => ({
      event: { ...decode('event', row), id: row.id },
      seriesId: row.series_id,
      costFen: row.plan_cost,
    }));
}
