import type { Entity } from '#core/sync/entities.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { writeSyncState } from '#db/changes/sync-state.ts';
import { listConflicts } from '#db/queries/sync.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import { commit, type Station } from '#workstation/station.ts';

/** How many decided conflicts are remembered: far more than the list ever shows. */
const rememberedLimit = 5_000;

/**
 * Decides a conflict: the lost value becomes an ordinary change of the row, or the winner stands.
 * Returns false where the conflict is not open here or its value cannot be taken.
 */
export function decideConflict(station: Station, id: string, take: 'winner' | 'loser'): boolean {
  const conflict = listConflicts(station.db).find((item) => item.id === id);
  if (!conflict || (take === 'loser' && !conflict.canTake)) return false;
  if (take === 'loser') {
    const patch = { [conflict.field]: JSON.parse(conflict.loser) as unknown };
    const change = { op: 'patch', entity: conflict.entity as Entity, id: conflict.rowId, patch } as RowChange;
    commit(station, 'conflict.takeOther', [change]);
  }
  const decided = readSyncState<string[]>(station.db, 'decidedConflicts') ?? [];
  writeSyncState(station.db, 'decidedConflicts', [...decided, id].slice(-rememberedLimit));
  return true;
}
