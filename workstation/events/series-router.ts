import { os } from '#workstation/base.ts';
import {
  assignSeries,
  listSeries,
  removeSeries,
  saveSeries,
  seriesOfEvent,
} from '#workstation/events/series.ts';

const { series } = os.events;

/** The year's plans of salons against what became of them. */
export const seriesRouter = {
  list: series.list.handler(({ context }) => listSeries(context.station)),
  save: series.save.handler(({ input, context, errors }) => {
    const seriesId = saveSeries(context.station, input.seriesId, input.plan);
    if (seriesId === null) throw errors.NOT_FOUND();
    return { seriesId };
  }),
  remove: series.remove.handler(({ input, context, errors }) => {
    if (!removeSeries(context.station, input.seriesId)) throw errors.NOT_FOUND();
  }),
  ofEvent: series.ofEvent.handler(({ input, context }) => ({
    seriesId: seriesOfEvent(context.station, input.eventId),
  })),
  assign: series.assign.handler(({ input, context, errors }) => {
    if (!assignSeries(context.station, input.eventId, input.seriesId)) throw errors.NOT_FOUND();
  }),
};
