import { z } from 'zod';
import { idField, instantField } from '#core/sync/fields.ts';

/** A value that lost a merge, kept with everything needed to take it back. Written by the centre. */
export const conflictFields = z.object({
  /** The client or event whose people must see it. */
  aboutScope: z.string().max(80),
  entity: z.string().max(40),
  rowId: idField,
  field: z.string().max(60),
  /** JSON of the value that stands. */
  winner: z.string(),
  /** JSON of the value that lost. */
  loser: z.string(),
  winnerManagerId: idField,
  loserManagerId: idField,
  /** The merge rule applied, e.g. `lww`, `server-wins`. */
  rule: z.string().max(40),
  decidedAt: instantField,
});

/**
 * What a manager decided about a conflict. A fact: of several about one conflict the latest stands (by `decidedAt`, then
 * by id); `none` takes a decision back, and the conflict is open again.
 */
export const conflictDecisionFields = z.object({
  conflictId: idField,
  /** The scope of the conflict, whose people must know it is decided. */
  aboutScope: z
    .string()
    .max(80)
    .regex(/^(client|event):./),
  take: z.enum(['winner', 'loser', 'none']),
  managerId: idField,
  decidedAt: instantField,
});
