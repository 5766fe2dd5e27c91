import { z } from 'zod';
import { idField, tierField } from '#core/sync/fields.ts';

/**
 * What is missing at clients of whom it must not be: a VIP has an owner and a valid test (S0.1), and whoever is VIP or
 * holds something has the facts a verdict rests on (NFRA 25).
 */
export const gapField = z.enum([
  'NO_OWNER',
  'NO_TEST',
  'TEST_EXPIRED',
  'TEST_ENDED',
  'NO_BIRTH_DAY',
  'NO_CAPACITY',
]);
export type Gap = z.infer<typeof gapField>;

/** A client with gaps, the gravest first. */
export const gapLine = z.object({
  clientId: idField,
  name: z.string(),
  tier: tierField,
  gaps: z.array(gapField).min(1),
});
export type GapLine = z.infer<typeof gapLine>;
