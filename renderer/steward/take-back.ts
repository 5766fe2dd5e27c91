import type { Id } from '#core/base/ids.ts';
import type { StewardDoor } from '#renderer/steward/door.ts';
import type { KeptFact } from '#renderer/steward/store.ts';

/** Returns the last own entry that stands and is no mere repetition; null where there is none. */
export function lastOwnEntry(own: readonly KeptFact[], door: StewardDoor): KeptFact | null {
  return (
    own.findLast(({ id, kind, guestId }) => {
      const { standing, repeats } = door.presenceOf(guestId);
      return kind === 'IN' && standing.includes(id) && !repeats.some((repeat) => repeat.id === id);
    }) ?? null
  );
}

/** Returns the facts that take an own entry back, and with it the own later scans answered ALREADY because of it. */
export function undoFacts(
  own: readonly KeptFact[],
  entry: KeptFact,
  door: StewardDoor,
): Pick<KeptFact, 'guestId' | 'kind' | 'answers' | 'method'>[] {
  const standing = new Set<Id>(door.presenceOf(entry.guestId).standing);
  const echoes = own.filter(({ kind, answers }) => kind === 'IN' && answers === entry.id);
  return [entry, ...echoes]
    .filter(({ id }) => standing.has(id))
    .map(({ id, guestId }) => ({ guestId, kind: 'UNDO', answers: id, method: 'SEARCH' }));
}
