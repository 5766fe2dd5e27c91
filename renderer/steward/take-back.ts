import type { Id } from '#core/base/ids.ts';
import type { FactDraft } from '#renderer/steward/book.ts';
import type { StewardDoor } from '#renderer/steward/door.ts';
import type { KeptFact } from '#renderer/steward/store.ts';

/** Returns the last own entry or exit that stands and is no mere repetition; null where there is none to take back. */
export function lastOwn(own: readonly KeptFact[], door: StewardDoor): KeptFact | null {
  return (
    own.findLast(({ id, guestId }) => {
      const { standing, repeats } = door.presenceOf(guestId);
      return standing.includes(id) && !repeats.some((repeat) => repeat.id === id);
    }) ?? null
  );
}

/** Returns the facts that take an own fact back, and with an entry the own later scans answered ALREADY because of it. */
export function undoFacts(own: readonly KeptFact[], taken: KeptFact, door: StewardDoor): FactDraft[] {
  const standing = new Set<Id>(door.presenceOf(taken.guestId).standing);
  const echoes = own.filter(
    ({ kind, answers }) => taken.kind === 'IN' && kind === 'IN' && answers === taken.id,
  );
  return [taken, ...echoes]
    .filter(({ id }) => standing.has(id))
    .map(({ id, guestId }) => ({ guestId, kind: 'UNDO', answers: id, method: 'SEARCH' }));
}
