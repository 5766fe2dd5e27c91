import { canonicalJson } from '#core/sync/canonical.ts';
import { shown } from '#core/sync/telling.ts';
import type { ReadableDb } from '#db/handles.ts';
import { sentPatches } from '#db/queries/sent-patches.ts';
import { listConflicts, type ConflictItem } from '#db/queries/sync.ts';

/** An open conflict as a screen may show it. */
interface ConflictView extends ConflictItem {
  /** Which of the two values was written on this device; null for neither. */
  readonly writtenHere: 'winner' | 'loser' | null;
}

/** Lists the open conflicts with which side is this device's own; phone numbers are masked. */
export function viewConflicts(db: ReadableDb): ConflictView[] {
  return listConflicts(db).map((item) => ({
    ...item,
    winner: told(item.field, item.winner),
    loser: told(item.field, item.loser),
    writtenHere: writtenHere(db, item),
  }));
}

function told(field: string, json: string): string {
  return JSON.stringify(shown(field, JSON.parse(json)));
}

function writtenHere(db: ReadableDb, { entity, rowId, field, winner, loser }: ConflictItem) {
  const sent = new Set(
    sentPatches(db, entity, rowId)
      .filter((patch) => Object.hasOwn(patch, field))
      .map((patch) => canonicalJson(patch[field])),
  );
  const has = (json: string): boolean => sent.has(canonicalJson(JSON.parse(json)));
  if (has(loser)) return 'loser';
  return has(winner) ? 'winner' : null;
}
