import { ORPCError } from '@orpc/client';
import { z } from 'zod';
import { mutationResult, type MutationResult } from '#core/sync/protocol.ts';
import { beginPush, endPush } from '#db/changes/identity.ts';
import { settleAnswers } from '#db/changes/settle.ts';
import { nextPush, toMutation, unansweredPush, type OutboxRow } from '#db/queries/outbox.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import { checkClock, publishRows, type SyncContext } from '#workstation/sync/context.ts';
import { isRefusedWhole, isUnreadable, SyncProblem } from '#workstation/sync/problem.ts';

const pushAnswer = z.object({ epoch: z.string(), results: z.array(mutationResult), now: z.int() });

/** Uploads everything that waits, one push in flight, in order. Returns how many intents were answered. */
export async function pushAll(context: SyncContext): Promise<number> {
  let answered = 0;
  for (;;) {
    const batch = unanswered(context) ?? nextPush(context.station.db, context.centre.schema);
    if (batch.length === 0) return answered;
    context.board.show({ phase: 'syncing' });
    await pushBatch(context, batch);
    answered += batch.length;
  }
}

/**
 * A push without an answer goes again exactly as it was. One that cannot, because the store lost some of it, leaves open
 * what the centre has of this device: it then asks for an identity of its own, as a copy does.
 */
function unanswered({ station }: SyncContext): OutboxRow[] | null {
  const batch = unansweredPush(station.db);
  if (batch === 'GONE') throw new SyncProblem('FORKED');
  return batch;
}

/** Pushes whole groups; when the centre cannot read them, halves them until the unreadable group stands alone. */
async function pushBatch(context: SyncContext, batch: readonly OutboxRow[]): Promise<void> {
  try {
    await send(context, batch);
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    const halves = halve(batch);
    if (!halves) return refuse(context, batch);
    for (const half of halves) await pushBatch(context, half);
  }
}

async function send(context: SyncContext, batch: readonly OutboxRow[]): Promise<void> {
  const { station, central } = context;
  const mutations = batch.map(toMutation);
  const epoch = readSyncState<string>(station.db, 'epoch') ?? undefined;
  // The last thing before it goes: what is noted and not sent would go first, ahead of later withdrawals.
  const pushNo = beginPush(
    station.db,
    batch.map(({ mid }) => mid),
  );
  const answer = await central.push({ mutations, clock: station.clock(), pushNo, epoch }).then(
    (given) => pushAnswer.parse(given),
    (error: unknown) => {
      if (isRefusedWhole(error)) endPush(station.db, false);
      throw error;
    },
  );
  if (answer.results.some(({ code }) => code === 'QUARANTINED')) {
    throw new SyncProblem('REVOKED', new ORPCError('REVOKED'));
  }
  endPush(station.db, true);
  const answered = new Set(answer.results.map(({ mid }) => mid));
  settle(context, batch, answer.results);
  if (batch.some(({ mid }) => !answered.has(mid))) throw new SyncProblem('SERVER_ERROR');
  checkClock(context, answer.now);
}

/** Takes in the answers at once or, where one of them cannot be, group by group: it holds back no other. */
function settle(context: SyncContext, batch: readonly OutboxRow[], results: readonly MutationResult[]): void {
  const { station, centre } = context;
  const take = (some: readonly MutationResult[]): void =>
    publishRows(context, settleAnswers(station.db, some, station.clock(), centre.schema));
  try {
    take(results);
  } catch (error) {
    const groups = new Map(batch.map(({ mid, group }) => [mid, group]));
    for (const some of Map.groupBy(results, ({ mid }) => groups.get(mid)).values()) {
      try {
        take(some);
      } catch {
        // What cannot be taken in stays in the outbox; the first error says why.
      }
    }
    throw error;
  }
}

function halve(batch: readonly OutboxRow[]): [OutboxRow[], OutboxRow[]] | null {
  const groups = [...new Set(batch.map(({ group }) => group))];
  if (groups.length < 2) return null;
  const first = new Set(groups.slice(0, groups.length / 2));
  return [batch.filter(({ group }) => first.has(group)), batch.filter(({ group }) => !first.has(group))];
}

/** Moves a group that the centre cannot read to the refused tray, so that the queue behind it goes on. */
function refuse(context: SyncContext, batch: readonly OutboxRow[]): void {
  const { db, clock } = context.station;
  const results = batch.map(({ mid }) => ({
    mid,
    status: 'rejected' as const,
    code: 'INVALID' as const,
    detail: 'unreadable',
    row: null,
  }));
  publishRows(context, settleAnswers(db, results, clock()));
}
