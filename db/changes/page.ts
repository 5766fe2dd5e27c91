import type { Instant } from '#core/base/time.ts';
import type { AccessChange } from '#core/sync/protocol.ts';
import { applyConfirmed } from '#db/changes/confirm.ts';
import type { TouchedRow } from '#db/changes/derive.ts';
import { listConfirmed, purgeScope } from '#db/changes/purge.ts';
import { replaceRows, type RowKey } from '#db/changes/repair.ts';
import { writeSyncState } from '#db/changes/sync-state.ts';
import { throughGate } from '#db/gate.ts';
import type { WritableDb } from '#db/handles.ts';
import { readSyncState } from '#db/queries/sync-state.ts';

/** One page of what happened at the centre, from where this store stands. */
export interface PulledPage {
  readonly from: string;
  readonly cursor: string;
  /** Where the centre stood when it made the page; rows confirmed later are none of its business. */
  readonly seq?: number;
  readonly rows: readonly unknown[];
  readonly access: readonly AccessChange[];
}

/**
 * Applies a pulled page and moves the cursor in one transaction. A page that does not start where this store stands
 * is left alone: `stale`. Returns the rows it touched.
 */
export function applyPage(db: WritableDb, page: PulledPage, now: Instant): TouchedRow[] | 'stale' {
  return throughGate(db, () => {
    if (readSyncState(db, 'cursor') !== page.from) return 'stale';
    const touched = applyConfirmed(db, page.rows, now);
    const lost = lostScopes(page.access).flatMap((scope) => purgeScope(db, scope, now));
    const stale = scopesWhere(page.access, 'gained').flatMap((scope) => removeUnsent(db, scope, page, now));
    writeSyncState(db, 'cursor', page.cursor);
    return [...touched, ...lost, ...stale];
  });
}

/**
 * Removes confirmed rows of a scope that came (back) with this page and that the page, which carries all of its living
 * rows, does not name: they were deleted while the scope was away, and its tombstones went to others.
 */
function removeUnsent(db: WritableDb, scope: string, page: PulledPage, now: Instant): TouchedRow[] {
  const sent = new Set((page.rows as readonly RowKey[]).map(({ entity, id }) => `${entity} ${id}`));
  const gone = listConfirmed(db, scope).filter(
    ({ entity, id, seq }) => !sent.has(`${entity} ${id}`) && Math.abs(seq) <= (page.seq ?? Infinity),
  );
  return gone.length === 0 ? [] : replaceRows(db, { rows: [], gone }, now);
}

/** Returns the scopes that a page leaves lost: of several changes of one scope, the last one stands. */
export function lostScopes(access: readonly AccessChange[]): string[] {
  return scopesWhere(access, 'lost');
}

function scopesWhere(access: readonly AccessChange[], last: AccessChange['kind']): string[] {
  const latest = new Map<string, AccessChange>();
  for (const change of access) {
    if ((latest.get(change.scope)?.seq ?? 0) <= change.seq) latest.set(change.scope, change);
  }
  return [...latest.values()].filter(({ kind }) => kind === last).map(({ scope }) => scope);
}
