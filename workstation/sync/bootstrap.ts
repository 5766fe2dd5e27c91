import { z } from 'zod';
import { entityNames } from '#core/sync/entities.ts';
import {
  applyBootstrapPage,
  beginBootstrap,
  beginRebuild,
  deriveNext,
  endBootstrap,
} from '#db/changes/bootstrap.ts';
import type { WritableDb } from '#db/handles.ts';
import { countRows } from '#db/queries/digest.ts';
import { hasShadows } from '#db/changes/image.ts';
import { countWaiting } from '#db/queries/outbox.ts';
import { readBootstrap, type BootstrapState } from '#db/queries/sync.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import { checkClock, publishRows, type SyncContext } from '#workstation/sync/context.ts';
import { SyncProblem } from '#workstation/sync/problem.ts';
import { pushAll } from '#workstation/sync/push.ts';

const bootstrapPage = z.object({
  epoch: z.string(),
  from: z.string().nullable(),
  total: z.int(),
  rows: z.array(z.unknown()),
  next: z.string().nullable(),
  cursor: z.string(),
  now: z.int(),
});
type Page = z.infer<typeof bootstrapPage>;

/** How soon after another the screens hear of rows that arrive in a first sync; later ever more rarely. */
const tellEveryMs = 2_000;
/** How long writing a page should keep a call waiting at most: the pages asked for are made to fit. */
const aimMs = 60;
const leastPageRows = 200;
/** The first page makes the screen useful: this many clients whole, those with tasks that are due before others. */
const clientsAhead = 250;
const anyKind = entityNames.map((entity) => ({ entity }));

/**
 * Brings a store that has no cursor everything this manager may see, page by page from where it last stopped. Work
 * done meanwhile is uploaded between pages. Returns whether there was anything to do. Throws MASS_REMOVAL where a
 * rebuild would empty much of the store and nobody has agreed.
 */
export async function bootstrap(context: SyncContext): Promise<boolean> {
  const { db, clock } = context.station;
  if (readSyncState(db, 'cursor') !== null) return false;
  begin(db, readBootstrap(db));
  await readPages(context);
  while (deriveNext(db, clock())) await context.breath();
  const gone = endBootstrap(db, readSyncState(db, 'removalAgreed') === true, clock());
  if (gone === 'MASS_REMOVAL') throw new SyncProblem('MASS_REMOVAL');
  publishRows(context, anyKind);
  context.board.show({ progress: null });
  return true;
}

/**
 * Work uploaded before the first page came may have been given to somebody else since: the pages leave it out, and the
 * cursor they end with lies behind that loss, so what they do not name must go at the end.
 */
function begin(db: WritableDb, state: BootstrapState | null): void {
  if (state !== null && (state.after !== null || state.nextCursor !== null)) return;
  if (state?.isRebuild === true || countRows(db) > 0 || hasShadows(db)) beginRebuild(db);
  else if (state === null) beginBootstrap(db);
}

/**
 * Fetches each next page while the last one is being written, unless there is work to upload in between. The screens
 * hear of the first page at once and then now and then: each time they ask anew for all they show.
 */
async function readPages(context: SyncContext): Promise<void> {
  const { db, clock } = context.station;
  let ahead: Promise<Page> | null = null;
  const beganAt = clock();
  let tellAt = beganAt;
  let limit = Math.min(leastPageRows, context.pageRows);
  for (;;) {
    const state = readBootstrap(db);
    if (!state || state.nextCursor !== null) return;
    context.board.show({ phase: 'syncing', progress: { done: state.done, total: state.total } });
    const page: Page = await (ahead ?? fetchNext(context, state, limit));
    const isIdle = countWaiting(db) === 0;
    ahead = isIdle && page.next !== null ? fetchPage(context, { after: page.next, limit }) : null;
    ahead?.catch(() => undefined);
    await context.breath();
    await context.breath();
    const startedAt = context.elapsedMs();
    takePage(context, state.after, page);
    limit = nextLimit(context, page.rows.length, context.elapsedMs() - startedAt);
    if (clock() >= tellAt) {
      tellAt = clock() + Math.max(tellEveryMs, (clock() - beganAt) / 2);
      publishRows(context, anyKind);
    }
    if (!isIdle) await pushAll(context);
  }
}

/** Reading anew shows no empty screen: it asks for nothing ahead. */
function fetchNext(context: SyncContext, { after, isRebuild }: BootstrapState, limit: number): Promise<Page> {
  if (after !== null || isRebuild) return fetchPage(context, { after: after ?? undefined, limit });
  return fetchPage(context, { limit: context.pageRows, ahead: clientsAhead });
}

async function fetchPage(
  { central, station }: SyncContext,
  asked: { readonly after?: string | undefined; readonly limit: number; readonly ahead?: number },
): Promise<Page> {
  const epoch = readSyncState<string>(station.db, 'epoch') ?? undefined;
  return bootstrapPage.parse(await central.bootstrap({ ...asked, epoch }));
}

/** Returns how many rows to ask for, by how long the last page took; never twice as many as it had. */
function nextLimit({ pageRows }: SyncContext, rows: number, tookMs: number): number {
  const fitting = Math.round(rows * Math.min(2, aimMs / Math.max(1, tookMs)));
  return Math.min(pageRows, Math.max(leastPageRows, fitting));
}

function takePage(context: SyncContext, after: string | null, page: Page): void {
  const { db, clock } = context.station;
  checkClock(context, page.now);
  // An answer to an earlier question: taken for this one, it could end the reading with what is still to come unread.
  if (page.from !== after) throw new SyncProblem('SERVER_ERROR');
  const epoch = readSyncState<string>(db, 'epoch');
  if (after !== null && epoch !== null && epoch !== page.epoch) {
    beginRebuild(db);
    throw new SyncProblem('EPOCH_CHANGED');
  }
  applyBootstrapPage(db, { after, page }, clock());
}
