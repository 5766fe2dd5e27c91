import { z } from 'zod';
import { dayField, idField, instantField, levelField, textField } from '#core/sync/fields.ts';

/** A risk test as taken: a fact that keeps the sheet version it was scored with, for ever. */
export const riskTestFields = z.object({
  clientId: idField,
  managerId: idField,
  sheetId: z.string().max(60),
  sheetVersion: z.int().positive(),
  /** Question key → option key. */
  answers: z.record(z.string(), z.string()),
  score: z.int().min(0),
  level: levelField,
  /** The level of the test before, when it differed and the client confirmed the new one (NFRA 29). */
  changedFrom: levelField.nullable(),
  takenAt: instantField,
  /** Last day on which the level counts. */
  validThrough: dayField,
  heldBy: z.enum(['CLIENT', 'MANAGER']),
  capacity: z.enum(['FULL', 'LIMITED', 'NONE']),
  truthDeclared: z.boolean(),
  retestReason: textField.nullable(),
  /** Contradictions found, by rule id. */
  flags: z.array(z.string().max(60)),
  /** The signature as an SVG path in a 600×200 box. */
  signaturePath: z.string().min(1).max(60_000),
  /** Set by the centre when a limit turns out to be exceeded (`RT3` …); the level then does not count. */
  voidedReason: z.string().max(60).nullable(),
});
export type RiskTestFields = z.infer<typeof riskTestFields>;
