import { z } from 'zod';
import rulesV1 from '#resources/uplift-v1.json' with { type: 'json' };
import { dayField } from '#core/sync/fields.ts';

const rulesSchema = z.object({
  id: z.literal('uplift'),
  version: z.int().positive(),
  effectiveFrom: dayField,
  source: z.string(),
  /** How many of a hundred eligible clients a new event leaves out by lot. */
  holdoutPercent: z.int().min(0),
  /** Leaving out more would cost more meetings than the measurement is worth. */
  mostHoldoutPercent: z.int().max(100),
  /** Part of every draw: a new salt draws anew. */
  salt: z.string(),
  /** Fewer clients on a side allow no verdict. */
  leastPerArm: z.int().positive(),
  /** How many days after the event the effect is looked at. */
  windowDays: z.array(z.int().positive()),
});

/** How the effect of an event is measured: numbers a firm may change, with version and source (domain §3.9). */
export const upliftRules = rulesSchema.parse(rulesV1);
