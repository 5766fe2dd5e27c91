import { z } from 'zod';
import { procedure } from '#core/api/procedure.ts';
import { eventSeriesFields } from '#core/events/series.ts';
import { idField } from '#core/sync/fields.ts';

const figures = z.object({
  planned: z.int(),
  done: z.int(),
  coming: z.int(),
  cancelled: z.int(),
  arrived: z.int(),
  costFen: z.int(),
  costUnknown: z.int(),
  rated: z.int(),
  ratingSum: z.int(),
});
export type SeriesFiguresView = z.infer<typeof figures>;

const series = z.object({
  ...eventSeriesFields.shape,
  id: z.string(),
  progress: z.object({
    cities: z.array(z.object({ city: z.string(), quarters: z.array(figures), total: figures })),
    total: figures,
    outsideYear: z.int(),
  }),
});
export type SeriesView = z.infer<typeof series>;

/** The year's plans of a branch against what became of them, as far as this workstation knows the salons. */
export const eventSeriesContract = {
  list: procedure.output(z.array(series)),
  /** Makes a plan, or changes the one named. */
  save: procedure
    .input(z.object({ seriesId: idField.nullable(), plan: eventSeriesFields }))
    .output(z.object({ seriesId: z.string() })),
  /** Its salons stay, and belong to no plan then. */
  remove: procedure.input(z.object({ seriesId: idField })),
  /** The plan an event counts for; null for none. */
  ofEvent: procedure
    .input(z.object({ eventId: idField }))
    .output(z.object({ seriesId: z.string().nullable() })),
  assign: procedure.input(z.object({ eventId: idField, seriesId: idField.nullable() })),
};
