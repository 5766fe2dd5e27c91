import { z } from 'zod';
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
