import { z } from 'zod';
import { riskTestFields } from '#core/risk/risk-test.ts';
import { dayField, idField, instantField, levelField } from '#core/sync/fields.ts';

/** Where a client's level stands, and what keeps it from counting. */
export const standingView = z.object({
  testId: idField,
  level: levelField,
  previousLevel: levelField.nullable(),
  takenAt: instantField,
  validThrough: dayField,
  isExpired: z.boolean(),
  /** The day of the reported change that ended it. */
  endedOn: dayField.nullable(),
  needsConfirmation: z.boolean(),
  isProvisional: z.boolean(),
  capacity: riskTestFields.shape.capacity,
});
