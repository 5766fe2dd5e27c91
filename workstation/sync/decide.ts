import { canonicalJson } from '#core/sync/canonical.ts';
import type { Entity } from '#core/sync/entities.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { shown } from '#core/sync/telling.ts';
import { writeSyncState } from '#db/changes/sync-state.ts';
import type { ReadableDb } from '#db/handles.ts';
import { listConflicts, type ConflictItem } from '#db/queries/sync.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import { readRow } from '#db/rows.ts';
import { commit, type Station } from '#workstation/station.ts';

/** How many decided conflicts are remembered: far more than the list ever shows. */
const rememberedLimit = 5_000;

/** The latest decision, for taking it back; `before` and `after` only where it changed a row. */
interface Decision {
  readonly id: string;
  readonly change: {
    readonly entity: Entity;
    readonly rowId: string;
    readonly field: string;
    readonly before: unknown;
    readonly after: unknown;
  } | null;
}

/** Lists the open conflicts as a screen may show them: phone numbers masked. */
export function showConflicts(db: ReadableDb): ConflictItem[] {
  const told = (field: string, json: string): string => JSON.stringify(shown(field, JSON.parse(json)));
  return listConflicts(db).map((item) => ({
    ...item,
    winner: told(item.field, item.winner),
    loser: told(item.field, item.loser),
  }));
}

/**
 * Decides a conflict: the lost value becomes an ordinary change of the row, or the winner stands.
 * Returns false where the conflict is not open here or its value cannot be taken.
 */
export function decideConflict(station: Station, id: string, take: 'winner' | 'loser'): boolean {
  const { db } = station;
  const conflict = listConflicts(db).find((item) => item.id === id);
  if (!conflict || (take === 'loser' && !conflict.canTake)) return false;
  const entity = conflict.entity as Entity;
  const { rowId, field } = conflict;
  let change: Decision['change'] = null;
  if (take === 'loser') {
    const after = JSON.parse(conflict.loser) as unknown;
    change = { entity, rowId, field, before: valueOf(station, entity, rowId, field), after };
    patch(station, change, after);
  }
  const decided = readSyncState<string[]>(db, 'decidedConflicts') ?? [];
  writeSyncState(db, 'decidedConflicts', [...decided, id].slice(-rememberedLimit));
  writeSyncState(db, 'lastDecision', { id, change } satisfies Decision);
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
  const { change } = last;
  if (change && isStanding(station, change)) patch(station, change, change.before);
  const decided = readSyncState<string[]>(db, 'decidedConflicts') ?? [];
  writeSyncState(
    db,
    'decidedConflicts',
    decided.filter((other) => other !== id),
  );
  writeSyncState(db, 'lastDecision', null);
  return true;
}

type Change = NonNullable<Decision['change']>;

function patch(station: Station, { entity, rowId, field }: Change, value: unknown): void {
  const change = { op: 'patch', entity, id: rowId, patch: { [field]: value } } as RowChange;
  commit(station, 'conflict.takeOther', [change]);
}

function isStanding(station: Station, { entity, rowId, field, after }: Change): boolean {
  return canonicalJson(valueOf(station, entity, rowId, field)) === canonicalJson(after);
}

function valueOf({ db }: Station, entity: Entity, rowId: string, field: string): unknown {
  return (readRow(db, entity, rowId)?.data as Record<string, unknown> | undefined)?.[field] ?? null;
}
