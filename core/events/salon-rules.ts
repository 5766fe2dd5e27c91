import { z } from 'zod';
import rulesV1 from '#resources/salon-rules-v1.json' with { type: 'json' };
import { dayField } from '#core/sync/fields.ts';

const within = { months: z.int().positive() };
const rulesSchema = z.object({
  id: z.literal('salon-rules'),
  version: z.int().positive(),
  effectiveFrom: dayField,
  source: z.string(),
  /** Who came to so many salons in so many months comes again and again. */
  regular: z.object({ ...within, visits: z.int().positive() }),
  /** Who brought along so many people who came, in so many months, speaks for us. */
  advocate: z.object({ ...within, broughtAlong: z.int().positive() }),
  questionDueHours: z.int().positive(),
  noShowDueHours: z.int().positive(),
  /** What the task about somebody who did not come says; `{title}` is the salon's. */
  missedText: z.string(),
});

/** What follows from a salon: numbers and words a firm may change, with version and source. */
export const salonRules = rulesSchema.parse(rulesV1);
