import { ORPCError } from '@orpc/client';
import { z } from 'zod';
import { cutPush } from '#core/sync/outgoing.ts';
import { listOutbox, toMutation, weighed } from '#db/queries/outbox.ts';
import { listRefusedIntents } from '#db/queries/sync.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import type { SyncContext } from '#workstation/sync/context.ts';
import { enterNewHistory } from '#workstation/sync/new-history.ts';
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

/** How often the history may turn out to be another while one device hands in. */
const historiesAllowed = 3;

/**
 * Hands in what waits and what was refused and not yet read; where the centre was restored, what it has forgotten as
 * well. A repetition changes nothing at the centre.
 */
async function handIn(context: SyncContext): Promise<void> {
  for (let histories = 1; ; histories += 1) {
    try {
      return await handInAll(context);
    } catch (error) {
      if (histories >= historiesAllowed || !enterNewHistory(context, error)) throw error;
    }
  }
}

/** Asks at least once, with nothing in hand as well: only then is it sure that the centre has what it once took. */
async function handInAll({ station: { db, clock }, central }: SyncContext): Promise<void> {
  let left = [...listRefusedIntents(db), ...listOutbox(db)].map(weighed);
  do {
    const batch = cutPush(left);
    const mutations = batch.map(toMutation);
    // Without a push number: a revoked copy of a device must be able to hand in as well.
    const epoch = readSyncState<string>(db, 'epoch') ?? undefined;
    const { results } = handInAnswer.parse(await central.push({ mutations, clock: clock(), epoch }));
    const taken = new Set(results.map(({ mid }) => mid));
    if (batch.some(({ mid }) => !taken.has(mid))) throw new SyncProblem('SERVER_ERROR');
    left = left.filter(({ mid }) => !taken.has(mid));
  } while (left.length > 0);
}
