import type { Id } from '#core/base/ids.ts';
import type { Instant } from '#core/base/time.ts';
import type { GuestState } from '#core/events/event.ts';
import type { RowChange } from '#db/changes/commit.ts';
import type { ReadableDb } from '#db/handles.ts';
import { readRow } from '#db/rows.ts';

/** Who changes guests here, and when. */
interface Mover {
  readonly db: ReadableDb;
  readonly newId: () => Id;
  readonly managerId: Id;
  readonly at: Instant;
}

interface Standing {
  readonly eventId: Id;
  readonly state: GuestState | null;
}

/**
 * Adds to the parts of a command one fact for each change of a guest's state in them, whatever command makes it: who, when,
 * from what to what (domain §3.10). Asked before the command is committed; a fact stands in its change's own part.
 */
export function withGuestMoves(mover: Mover, parts: readonly (readonly RowChange[])[]): RowChange[][] {
  const known = new Map<Id, Standing>();
  return parts.map((changes) => [...changes, ...changes.flatMap((change) => movesOf(mover, known, change))]);
}

function movesOf(mover: Mover, known: Map<Id, Standing>, change: RowChange): RowChange[] {
  if (change.entity !== 'guest') return [];
  const before = known.get(change.id) ?? readRow(mover.db, 'guest', change.id)?.data ?? null;
  const eventId = change.op === 'create' ? change.data.eventId : before?.eventId;
  const [fromState, toState] = [before?.state ?? null, stateAfter(change, before)];
  if (eventId === undefined || fromState === toState) return [];
  known.set(change.id, { eventId, state: toState });
  const about = { eventId, guestId: change.id, managerId: mover.managerId, at: mover.at };
  const data = { ...about, fromState, toState };
  return [{ op: 'create', entity: 'guestMove', id: mover.newId(), data }];
}

type GuestChange = Extract<RowChange, { readonly entity: 'guest' } | { readonly op: 'delete' }>;

function stateAfter(change: GuestChange, before: Standing | null): GuestState | null {
  if (change.op === 'delete') return null;
  return (change.op === 'create' ? change.data.state : change.patch.state) ?? before?.state ?? null;
}
