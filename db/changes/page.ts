import type { Instant } from '#core/base/time.ts';
import type { AccessChange } from '#core/sync/protocol.ts';
import { applyConfirmed } from '#db/changes/confirm.ts';
import type { TouchedRow } from '#db/changes/derive.ts';
import { purgeScope } from '#db/changes/purge.ts';
import { writeSyncState } from '#db/changes/sync-state.ts';
import { throughGate } from '#db/gate.ts';
import type { WritableDb } from '#db/handles.ts';
import { readSyncState } from '#db/queries/sync-state.ts';

/** One page of what happened at the centre, from where this store stands. */
export interface PulledPage {
  readonly from: string;
  readonly cursor: string;
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
    const gone = lostScopes(page.access).flatMap((scope) => purgeScope(db, scope, now));
    writeSyncState(db, 'cursor', page.cursor);
    return [...touched, ...gone];
  });
}

/** Returns the scopes that a page leaves lost: of several changes of one scope, the last one stands. */
export function lostScopes(access: readonly AccessChange[]): string[] {
  const last = new Map<string, AccessChange>();
  for (const change of access) {
    if ((last.get(change.scope)?.seq ?? 0) <= change.seq) last.set(change.scope, change);
  }
  return [...last.values()].filter(({ kind }) => kind === 'lost').map(({ scope }) => scope);
}
