import { oc } from '@orpc/contract';
import { z } from 'zod';

/** Base of every procedure between screen and workstation, with the failures any of them may answer. */
export const procedure = oc.errors({
  LOCKED: { message: 'The workstation is locked or not set up.' },
  NOT_FOUND: { message: 'There is no such row here (any more).' },
  /** The disk refused the write; nothing was changed. */
  STORE_FAILED: { message: 'The store could not be written.', data: z.object({ code: z.string() }) },
});
