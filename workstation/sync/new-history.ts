import { ORPCError } from '@orpc/client';
import { z } from 'zod';
import { beginRebuild } from '#db/changes/bootstrap.ts';
import { enterRestored } from '#db/changes/epoch.ts';
import type { SyncContext } from '#workstation/sync/context.ts';
import { problemOf } from '#workstation/sync/problem.ts';

const restoredHistory = z.object({ epoch: z.string(), seq: z.int() });

/** Starts over where the centre answered that it was restored: what it has forgotten waits again. False for other errors. */
export function enterNewHistory(context: SyncContext, error: unknown): boolean {
  const { db } = context.station;
  const { code, cause } = problemOf(error);
  if (code !== 'EPOCH_CHANGED') return false;
  const begun = cause instanceof ORPCError ? restoredHistory.safeParse(cause.data).data : undefined;
  if (begun) enterRestored(db, begun);
  else beginRebuild(db);
  context.centre.seq = 0;
  return true;
}
