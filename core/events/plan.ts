import { z } from 'zod';
import { upliftRules } from '#core/events/uplift-rules.ts';
import { fenField, idField, textField } from '#core/sync/fields.ts';

/** What an event costs and how it is to be measured; its row has the event's own id, so there is one of it. */
export const eventPlanFields = z.object({
  eventId: idField,
  speakers: textField,
  /** All that is spent on it, in fen; null until known. */
  costFen: fenField.min(0).nullable(),
  /** How many of a hundred eligible clients are left out by lot when lists are invited. */
  holdoutPercent: z.int().min(0).max(upliftRules.mostHoldoutPercent),
});
export type EventPlanFields = z.infer<typeof eventPlanFields>;

/** Returns the plan of an event that has none: nobody is left out where nobody decided so. */
export function defaultPlan(eventId: string): EventPlanFields {
  return { eventId, speakers: '', costFen: null, holdoutPercent: 0 };
}
