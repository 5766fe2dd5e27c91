import { canonicalJson } from '#core/sync/canonical.ts';
import type { Entity } from '#core/sync/entities.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { writeSyncState } from '#db/changes/sync-state.ts';
import { latestDecisionAt, listConflicts } from '#db/queries/sync.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import { readRow } from '#db/rows.ts';
import { commit, type Station } from '#workstation/station.ts';

/** The latest decision, for taking it back; `change` only where it changed a row. */
interface Decision {
  readonly id: string;
  readonly scope: string;
  readonly change: {
    readonly entity: Entity;
    readonly rowId: string;
    readonly field: string;
    readonly before: unknown;
    readonly after: unknown;
  } | null;
}

/**
 * Decides a conflict, for all who see it: the lost value becomes an ordinary change of the row, or the winner stands.
 * Returns false where the conflict is not open here or its value cannot be taken.
 */
export function decideConflict(station: Station, id: string, take: 'winner' | 'loser'): boolean {
  const { db } = station;
  const conflict = listConflicts(db).find((item) => item.id === id);
  if (!conflict || (take === 'loser' && !conflict.canTake)) return false;
  const entity = conflict.entity as Entity;
  const { rowId, field, scope } = conflict;
  const decided = decisionOf(station, id, scope, take);
  let change: Decision['change'] = null;
  if (take === 'loser') {
    const after = JSON.parse(conflict.loser) as unknown;
    change = { entity, rowId, field, before: valueOf(station, entity, rowId, field), after };
    commit(station, 'conflict.takeOther', [patchOf(change, after), decided]);
  } else commit(station, 'conflict.keep', [decided]);
  writeSyncState(db, 'lastDecision', { id, scope, change } satisfies Decision);
  return true;
}

/**
 * Takes the latest decision back: the conflict is open again, and the value that stood before it returns, unless
 * somebody has changed it since. Returns false where another decision was made later.
 */
export function undoDecision(station: Station, id: string): boolean {
  const { db } = station;
  const last = readSyncState<Decision>(db, 'lastDecision');
  if (last?.id !== id) return false;
  const { scope, change } = last;
  const patch = change && isStanding(station, change) ? [patchOf(change, change.before)] : [];
  commit(station, 'conflict.takeBack', [...patch, decisionOf(station, id, scope, 'none')]);
  writeSyncState(db, 'lastDecision', null);
  return true;
}

type Change = NonNullable<Decision['change']>;

/** A decision made here comes after every one known here, even where the clock was set back in between. */
function decisionOf(
  { db, clock, newId, me }: Station,
  conflictId: string,
  aboutScope: string,
  take: 'winner' | 'loser' | 'none',
): RowChange {
  const decidedAt = Math.max(clock(), latestDecisionAt(db, conflictId) + 1);
  const data = { conflictId, aboutScope, take, managerId: me.managerId, decidedAt };
  return { op: 'create', entity: 'conflictDecision', id: newId(), data };
}

function patchOf({ entity, rowId, field }: Change, value: unknown): RowChange {
  return { op: 'patch', entity, id: rowId, patch: { [field]: value } } as RowChange;
}

function isStanding(station: Station, { entity, rowId, field, after }: Change): boolean {
  return canonicalJson(valueOf(station, entity, rowId, field)) === canonicalJson(after);
}

function valueOf({ db }: Station, entity: Entity, rowId: string, field: string): unknown {
  return (readRow(db, entity, rowId)?.data as Record<string, unknown> | undefined)?.[field] ?? null;
}
