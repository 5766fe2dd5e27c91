import type { ShelvedProduct } from '#core/risk/shelf-version.ts';
import { businessDayOf, dayMs, type Instant } from '#core/base/time.ts';
import type { Rating } from '#core/risk/rating.ts';
import { rulesAt, shippedRules } from '#core/risk/rule-book.ts';
import { taskNotice } from '#core/risk/task-text.ts';
import type { RowChange } from '#db/changes/commit.ts';
import type { ReadableDb } from '#db/handles.ts';
import { holdersSince, holdingsOf, ratingChanges, type StoredRatingChange } from '#db/queries/products.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import { openTasks } from '#db/queries/risk.ts';
import { derivedId } from '#workstation/derived-id.ts';
import { judgeFor } from '#workstation/risk/case-of.ts';
import { riskFactsOf } from '#workstation/risk/facts.ts';
import { ruleBookOf, shelfOf } from '#workstation/risk/rule-book.ts';
import { commitNewTasks, type DueTask } from '#workstation/risk/suitability-task.ts';
import { verdictRow } from '#workstation/risk/verdict-row.ts';
import type { Station } from '#workstation/station.ts';

/**
 * Matches everyone in this manager's own book anew who held a product when its rating changed: the verdict on keeping
 * it is stored, and a task says to tell the client. Nobody is forced out (NFRA 22). Returns how many tasks were new;
 * asked again, here or on another device, it makes none twice.
 */
export function rematchHolders(
  station: Station,
  dataAt: Instant | null = readSyncState<Instant>(station.db, 'syncedAt'),
): number {
  const now = station.clock();
  const changes = ratingChanges(station.db, now);
  if (changes.length === 0) return 0;
  const shelf = new Map(shelfOf(station.db, now).map((product) => [product.id, product]));
  const due = changes.flatMap((change) => {
    const product = shelf.get(change.productId);
    return product
      ? holdersOf(station, change).map((clientId) => taskOf(station, { change, product, clientId, dataAt }))
      : [];
  });
  return commitNewTasks(station, 'risk.rematch', due);
}

/** Returns the ids of the tasks to tell of changes of rating that this manager's clients have while they hold the product. */
export function rematchTaskIds(station: Station): Set<string> {
  return new Set(
    ratingChanges(station.db, station.clock()).flatMap((change) =>
      holdersOf(station, change).map((clientId) => rematchTaskId(change.id, clientId)),
    ),
  );
}

function holdersOf({ db, me }: Station, { productId, changedAt }: StoredRatingChange): string[] {
  return holdersSince(db, { productId, managerId: me.managerId, day: businessDayOf(changedAt) });
}

interface Holder {
  readonly change: StoredRatingChange;
  readonly product: ShelvedProduct;
  readonly clientId: string;
  readonly dataAt: Instant | null;
}

function taskOf(station: Station, { change, product, clientId, dataAt }: Holder): DueTask {
  const { id, ratingBefore, ratingAfter, changedAt } = change;
  return {
    id: rematchTaskId(id, clientId),
    clientId,
    managerId: station.me.managerId,
    dueAt: changedAt + daysToTell(station, changedAt) * dayMs,
    text: taskNotice('RATING_CHANGED', {
      product: product.name,
      before: ratingBefore ?? '—',
      after: ratingAfter ?? '—',
    }),
    rows: () => {
      const now = station.clock();
      const facts = riskFactsOf(station.db, clientId, now);
      if (!facts) return [];
      const judged = judgeFor(facts, product, {
        action: 'KEEP_HOLDING',
        ratedBefore: ratingBefore,
        now,
        dataAt,
      });
      return [verdictRow(station, judged, { clientId, productId: product.id, place: 'SHELF', use: 'GATE' })];
    },
  };
}

function daysToTell({ db }: Station, changedAt: Instant): number {
  return (rulesAt(ruleBookOf(db), changedAt) ?? shippedRules).policy.rematchDays;
}

/** Returns the id of the task to tell a client of a rating change. */
function rematchTaskId(ratingChangeId: string, clientId: string): string {
  return derivedId('rematch', ratingChangeId, clientId);
}

interface Held {
  readonly clientId: string;
  readonly productId: string;
}

/** Says which of these clients still wait to be told of a change of rating. */
export function waitingToBeTold(
  db: ReadableDb,
  ratingChangeId: string,
  clientIds: readonly string[],
): Set<string> {
  const byTask = new Map(clientIds.map((clientId) => [rematchTaskId(ratingChangeId, clientId), clientId]));
  return new Set(openTasks(db, [...byTask.keys()]).flatMap((id) => byTask.get(id) ?? []));
}

/** Returns the last change of a product's rating while a client held it, and whether the client is yet to be told. */
export function lastChangeFor(
  station: Station,
  held: Held,
): (StoredRatingChange & { readonly isToldDue: boolean }) | null {
  const change = changesWhileHeld(station, held).at(-1);
  if (!change) return null;
  return { ...change, isToldDue: waitingToBeTold(station.db, change.id, [held.clientId]).size > 0 };
}

/** Returns what a product a client holds was rated before its rating last changed; null where it did not since. */
export function ratedBeforeOf(station: Station, held: Held): Rating | null {
  return changesWhileHeld(station, held).at(-1)?.ratingBefore ?? null;
}

/** Returns the changes that end a client's open tasks to tell of a product's rating, once the client was told. */
export function toldChanges(station: Station, held: Held): RowChange[] {
  const { db, clock } = station;
  const ids = changesWhileHeld(station, held).map(({ id }) => rematchTaskId(id, held.clientId));
  const patch = { status: 'DONE', closedAt: clock() } as const;
  return openTasks(db, ids).map((id) => ({ op: 'patch', entity: 'task', id, patch }));
}

function changesWhileHeld({ db, clock }: Station, { clientId, productId }: Held): StoredRatingChange[] {
  const since = holdingsOf(db, clientId)
    .filter((holding) => holding.productId === productId)
    .map(({ sinceDay }) => sinceDay)
    .sort()
    .at(0);
  if (since === undefined) return [];
  return ratingChanges(db, clock(), productId).filter(({ changedAt }) => since <= businessDayOf(changedAt));
}
