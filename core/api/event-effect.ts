import { z } from 'zod';
import { procedure } from '#core/api/procedure.ts';
import { eventPlanFields } from '#core/events/plan.ts';
import { idField } from '#core/sync/fields.ts';

const estimate = z.object({ value: z.number(), low: z.number(), high: z.number() });
const arm = z.object({
  clients: z.int(),
  attended: z.int(),
  raised: z.int(),
  meanChangeFen: z.number(),
});
const comparison = z.enum(['RANDOM', 'MATCHED']);
const report = z.object({
  comparison,
  invited: arm,
  control: arm,
  verdict: z.enum(['TOO_FEW', 'NOT_SHOWN', 'MORE_RAISED', 'FEWER_RAISED']),
  raised: estimate.nullable(),
  change: estimate.nullable(),
  perAttendeeFen: z.number().nullable(),
  costPerAttendeeFen: z.number().nullable(),
  costPerNetFen: z.number().nullable(),
});
const effect = z.object({
  comparison,
  windows: z.array(z.object({ days: z.int(), endsAt: z.int(), report: report.nullable() })),
});
/** What an event changed, window by window; a window still open has no report. */
export type EventEffect = z.infer<typeof effect>;
export type EffectReport = z.infer<typeof report>;

/** What a person decides about cost and measurement. */
export const eventPlanInput = eventPlanFields.omit({ eventId: true });
export type EventPlanInput = z.infer<typeof eventPlanInput>;
const ofEvent = z.object({ eventId: idField });

/** What an event costs, how it is measured, and what it changed (domain §3.9). */
export const eventEffectContract = {
  plan: procedure.input(ofEvent).output(eventPlanInput),
  writePlan: procedure
    .errors({ SHARE_STANDS: { message: 'The lot was drawn; the share left out cannot change any more.' } })
    .input(ofEvent.extend({ plan: eventPlanInput })),
  report: procedure.input(ofEvent).output(effect),
  /** The events whose lot left a client out. */
  leftOutOf: procedure.input(z.object({ clientId: idField })).output(z.array(z.string())),
};
