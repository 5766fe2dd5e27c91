import { z } from 'zod';
import { instantField } from '#core/sync/fields.ts';

/** How a desk stands to its hub, for the line on the check-in screen. */
export const deskStatus = z.object({
  /** `CONNECTED`: the last exchange was answered. `ALONE`: it was not, and is tried again. `ENDED`: the hub sent this desk away. */
  state: z.enum(['CONNECTING', 'CONNECTED', 'ALONE', 'ENDED']),
  /** Since when the desk has been alone; null while it is not. */
  aloneSince: instantField.nullable(),
  /** Entries of this event that the hub has not acknowledged. */
  notHandedOn: z.int(),
  /** Why the last exchange failed; `STORE` where this desk's own disk refused. */
  problem: z.enum(['UNREACHABLE', 'REFUSED', 'ENDED', 'STORE']).nullable(),
  /** How many milliseconds this desk's clock is ahead of the hub's; null before the first answer. */
  clockAheadMs: z.int().nullable(),
});
export type DeskStatus = z.infer<typeof deskStatus>;
