import { z } from 'zod';
import { accessChange } from '#core/sync/protocol.ts';
import { isMassRemoval } from '#core/sync/safety.ts';
import { applyPage, lostScopes } from '#db/changes/page.ts';
import { hasWaitingOfScope } from '#db/changes/purge.ts';
import { countHeld, countRows } from '#db/queries/digest.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import { checkClock, publishRows, type SyncContext } from '#workstation/sync/context.ts';
import { SyncProblem } from '#workstation/sync/problem.ts';
import { pushAll } from '#workstation/sync/push.ts';

const pullPage = z.object({
  epoch: z.string(),
  from: z.string(),
  cursor: z.string(),
  seq: z.int().optional(),
  rows: z.array(z.unknown()),
  access: z.array(accessChange),
  more: z.boolean(),
  now: z.int(),
});
type Page = z.infer<typeof pullPage>;

/** How many pages that do not start here are thrown away before the centre is thought broken. */
const stalePagesAllowed = 3;

/** Pulls until the centre has no more. Returns how many rows and scopes the pages carried. */
export async function pullAll(context: SyncContext): Promise<number> {
  const { db, clock } = context.station;
  let taken = 0;
  let removed = 0;
  let stale = 0;
  for (;;) {
    const page = await fetchPage(context);
    removed += refuseMassRemoval(context, page, removed);
    await pushBeforeLoss(context, page);
    const touched = applyPage(db, page, clock());
    if (touched === 'stale') {
      stale += 1;
      if (stale > stalePagesAllowed) throw new SyncProblem('SERVER_ERROR');
      continue;
    }
    publishRows(context, touched);
    context.centre.seq = Math.max(context.centre.seq, page.seq ?? 0);
    taken += page.rows.length + page.access.length;
    if (!page.more) break;
    context.board.show({ phase: 'syncing' });
  }
  return taken;
}

async function fetchPage(context: SyncContext): Promise<Page> {
  const { station, central, pageRows } = context;
  const cursor = readSyncState<string>(station.db, 'cursor') ?? '';
  const page = pullPage.parse(await central.pull({ cursor, limit: pageRows }));
  checkClock(context, page.now);
  if (page.epoch !== readSyncState(station.db, 'epoch')) throw new SyncProblem('EPOCH_CHANGED');
  return page;
}

/** Work on what is about to leave this device goes up first, while the centre still knows whose it was. */
async function pushBeforeLoss(context: SyncContext, page: Page): Promise<void> {
  const isAtRisk = lostScopes(page.access).some((scope) => hasWaitingOfScope(context.station.db, scope));
  if (isAtRisk) await pushAll(context);
}

/** Counts the rows a page deletes; throws MASS_REMOVAL where, with those before, they are too many. */
function refuseMassRemoval({ station }: SyncContext, page: Page, before: number): number {
  const { db } = station;
  const deleted = page.rows.filter((row) => (row as { data?: unknown }).data === null);
  if (deleted.length === 0) return 0;
  const held = countHeld(db, deleted as { entity: string; id: string }[]);
  const isAgreed = readSyncState(db, 'removalAgreed') === true;
  if (!isAgreed && isMassRemoval(before + held, countRows(db) + before))
    throw new SyncProblem('MASS_REMOVAL');
  return held;
}
