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
