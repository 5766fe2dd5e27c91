import type { Id, NewId } from '#core/base/ids.ts';
import type { Clock } from '#core/base/time.ts';
import { openStewardDoor, type Hash, type StewardDoor } from '#renderer/steward/door.ts';
import type { Kept, KeptFact, StewardStore } from '#renderer/steward/store.ts';

/** A fact as a helper's action makes it; who, where and when are put on it by the book. */
export type FactDraft = Pick<KeptFact, 'guestId' | 'kind' | 'answers' | 'method'>;

/** What this browser knows: on its disk first, then in memory, so that what is shown is durable. */
export interface Book {
  readonly kept: () => Kept;
  /** The door of the session's event; null before its list is here. */
  readonly door: () => StewardDoor | null;
  /** True once the browser was wiped, until it is paired again. */
  readonly isWiped: () => boolean;
  /** The time at the hub: nobody looks after a helper's clock, and it may stand in another year. */
  readonly now: () => number;
  /** Rejects where the browser refuses, with nothing changed. */
  readonly keep: (changes: Partial<Kept>) => Promise<void>;
  /** Notes what happened at this door. */
  readonly note: (drafts: readonly FactDraft[]) => Promise<void>;
  /** Forgets the session, its list and its facts. */
  readonly wipe: () => Promise<void>;
}

export interface BookParts {
  readonly store: StewardStore;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly hash: Hash;
}

/** Opens what this browser kept. Rejects where its database cannot be read. */
export async function openBook({ store, clock, newId, hash }: BookParts): Promise<Book> {
  let kept = await store.read();
  let door = doorOf(kept, hash);
  let isWiped = false;
  const now = (): number => clock() - (kept.heard?.clockAheadMs ?? 0);
  const keep = async (changes: Partial<Kept>): Promise<void> => {
    await store.write(changes);
    const facts = new Map([...kept.facts, ...(changes.facts ?? [])].map((fact) => [fact.id, fact]));
    kept = { ...kept, ...changes, facts: [...facts.values()] };
    if (changes.session) isWiped = false;
    if (changes.roster !== undefined || changes.session !== undefined) door = doorOf(kept, hash);
    else door?.add(changes.facts ?? []);
  };
  return {
    kept: () => kept,
    door: () => door,
    isWiped: () => isWiped,
    now,
    keep,
    note: async (drafts) => {
      const { session, roster } = kept;
      if (!session || !roster) return;
      const { eventId, name: desk } = session;
      const { managerId } = roster;
      const made = { eventId, desk, managerId, at: now(), overrideReason: null };
      await keep({
        facts: drafts.map((draft) => ({
          ...draft,
          ...made,
          id: newId(),
          isOwn: true,
          handing: 'WAITING',
        })),
      });
    },
    wipe: async () => {
      const gone = new Set<Id>(factsOfSession(kept).map(({ id }) => id));
      await store.wipe([...gone]);
      const facts = kept.facts.filter(({ id }) => !gone.has(id));
      kept = { session: null, roster: null, heard: null, carried: null, facts };
      door = null;
      isWiped = true;
    },
  };
}

function doorOf({ roster, session, facts }: Kept, hash: Hash): StewardDoor | null {
  if (!roster || roster.eventId !== session?.eventId) return null;
  return openStewardDoor(roster, facts, hash);
}

function factsOfSession({ facts, session }: Kept): KeptFact[] {
  return facts.filter(({ eventId }) => eventId === session?.eventId);
}
