import { ORPCError } from '@orpc/client';
import { z } from 'zod';
import { cutPush } from '#core/sync/outgoing.ts';
import { listOutbox, toMutation, weighed } from '#db/queries/outbox.ts';
import { listRefusedIntents } from '#db/queries/sync.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import type { SyncContext } from '#workstation/sync/context.ts';
import { problemOf, SyncProblem } from '#workstation/sync/problem.ts';

const handInAnswer = z.object({ results: z.array(z.object({ mid: z.string() })) });

/** True when the centre has revoked this device: it may hand in what it holds, and must then erase its copy. */
export function isRevocation(error: unknown): boolean {
  const { cause } = problemOf(error);
  return cause instanceof ORPCError && cause.code === 'REVOKED';
}

/**
 * Ends a revoked device: hands in everything that only it holds, ends work, hands in what was written meanwhile, and
 * erases the copy. Throws where the centre cannot be reached before it has all of it: then nothing is erased.
 */
export async function endRevoked(context: SyncContext): Promise<void> {
  const { ending } = context;
  await handIn(context);
  if (!ending) return;
  await ending.close();
  await handIn(context);
  ending.erase();
}

/** Hands in what waits and what was refused and not yet read; a repetition changes nothing at the centre. */
async function handIn({ station: { db, clock }, central }: SyncContext): Promise<void> {
  let left = [...listRefusedIntents(db), ...listOutbox(db)].map(weighed);
  while (left.length > 0) {
    const batch = cutPush(left);
    const mutations = batch.map(toMutation);
    // Without a push number: a revoked copy of a device must be able to hand in as well.
    const epoch = readSyncState<string>(db, 'epoch') ?? undefined;
    const { results } = handInAnswer.parse(await central.push({ mutations, clock: clock(), epoch }));
    const taken = new Set(results.map(({ mid }) => mid));
    if (batch.some(({ mid }) => !taken.has(mid))) throw new SyncProblem('SERVER_ERROR');
    left = left.filter(({ mid }) => !taken.has(mid));
  }
}
