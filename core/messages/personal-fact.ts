import { z } from 'zod';
import { idField, instantField } from '#core/sync/fields.ts';

/** What a personal fact is about. */
export const personalFactKindField = z.enum(['TALKED_OF', 'FAMILY', 'INTEREST', 'PLAN']);

/**
 * Something the client told us that may be said back to him in a message ("女儿今年高考"). Unlike a note it is worded for
 * the client's eyes: notes never leave the house. Source: S0.10.
 */
export const personalFactFields = z.object({
  clientId: idField,
  kind: personalFactKindField,
  text: z.string().trim().min(1).max(60),
  recordedBy: idField,
  recordedAt: instantField,
  /** How the client agreed that a sensitive fact is kept (PIPL 29); null where it is not sensitive. */
  agreed: z.enum(['SAID', 'SIGNED']).nullable().default(null),
});
export type PersonalFactFields = z.infer<typeof personalFactFields>;
