import type { Id } from '#core/base/ids.ts';
import { addCounters, countGuest, nobody, type DoorCounters } from '#core/events/counters.ts';
import { latestFirst, linesOf, type DoorLine } from '#core/events/door-lines.ts';
import type { GuestState } from '#core/events/event.ts';
import {
  absent,
  foldPresence,
  type CheckInFact,
  type DoorWindow,
  type Presence,
} from '#core/events/presence.ts';

/** A guest of the list as the door counts them. */
export interface LedgerGuest {
  readonly id: Id;
  readonly state: GuestState;
  readonly hostManagerId: Id;
  /** Null where the client's tier is not known here. */
  readonly tier: string | null;
}

/** How many guests of a manager or tier are expected and came. */
export interface GroupCount<Key> extends Pick<DoorCounters, 'expected' | 'arrived'> {
  readonly key: Key;
}

/** What one guest adds to the door now. */
interface Share {
  readonly guest: LedgerGuest;
  readonly counters: DoorCounters;
}

/**
 * A door that is brought up to date by what changed, not counted anew from all guests after each scan. It hangs on the guests
 * and the set of facts alone: whatever the order, and however often a fact is told, it is what a fresh one would be.
 */
export class DoorLedger {
  readonly #window: DoorWindow;
  readonly #facts = new Map<Id, Map<Id, CheckInFact>>();
  readonly #presences = new Map<Id, Presence>();
  readonly #shares = new Map<Id, Share>();
  readonly #hosts = new Groups<Id>();
  readonly #tiers = new Groups<string | null>();
  #counters = nobody;
  #lines: DoorLine[] = [];

  /** `window` clamps the times of facts. */
  constructor(window: DoorWindow) {
    this.#window = window;
  }

  /** Takes the whole list anew; only guests that changed are counted anew. */
  setGuests(guests: readonly LedgerGuest[]): void {
    const gone = new Set(this.#shares.keys());
    for (const guest of guests) {
      gone.delete(guest.id);
      if (!isCountedAlike(this.#shares.get(guest.id)?.guest, guest)) this.#count(guest);
    }
    for (const id of gone) this.#discount(id);
  }

  /** Takes facts; one that is known is replaced. */
  addFacts(facts: readonly CheckInFact[]): void {
    const touched = new Set(facts.map(({ guestId }) => guestId));
    for (const fact of facts) {
      const known = this.#facts.get(fact.guestId);
      if (known) known.set(fact.id, fact);
      else this.#facts.set(fact.guestId, new Map([[fact.id, fact]]));
    }
    const kept = this.#lines.filter(({ guestId }) => !touched.has(guestId));
    this.#lines = [...kept, ...[...touched].flatMap((guestId) => this.#fold(guestId))].sort(latestFirst);
  }

  counters(): DoorCounters {
    return this.#counters;
  }

  /** Guests by the manager whose they are. */
  hosts(): GroupCount<Id>[] {
    return this.#hosts.list();
  }

  /** Guests by tier. */
  tiers(): GroupCount<string | null>[] {
    return this.#tiers.list();
  }

  /** The latest entries and exits that stand, latest first. */
  latest(most: number): readonly DoorLine[] {
    return this.#lines.slice(0, most);
  }

  #fold(guestId: Id): DoorLine[] {
    const facts = [...(this.#facts.get(guestId)?.values() ?? [])];
    const presence = foldPresence(facts, this.#window);
    this.#presences.set(guestId, presence);
    const guest = this.#shares.get(guestId)?.guest;
    if (guest) this.#count(guest);
    return linesOf(facts, presence, this.#window);
  }

  #count(guest: LedgerGuest): void {
    this.#discount(guest.id);
    const counters = countGuest(guest.state, this.#presences.get(guest.id) ?? absent);
    this.#shares.set(guest.id, { guest, counters });
    this.#add({ guest, counters }, 1);
  }

  #discount(guestId: Id): void {
    const share = this.#shares.get(guestId);
    if (share) this.#add(share, -1);
    this.#shares.delete(guestId);
  }

  #add({ guest, counters }: Share, times: 1 | -1): void {
    this.#counters = addCounters(this.#counters, counters, times);
    this.#hosts.add(guest.hostManagerId, counters, times);
    this.#tiers.add(guest.tier, counters, times);
  }
}

function isCountedAlike(known: LedgerGuest | undefined, guest: LedgerGuest): boolean {
  const { state, hostManagerId, tier } = guest;
  return known?.state === state && known.hostManagerId === hostManagerId && known.tier === tier;
}

/** Counts by key; a key that nobody bears any more is gone. */
class Groups<Key> {
  readonly #groups = new Map<Key, { guests: number; expected: number; arrived: number }>();

  add(key: Key, { expected, arrived }: DoorCounters, times: 1 | -1): void {
    const group = this.#groups.get(key) ?? { guests: 0, expected: 0, arrived: 0 };
    group.guests += times;
    group.expected += times * expected;
    group.arrived += times * arrived;
    if (group.guests === 0) this.#groups.delete(key);
    else this.#groups.set(key, group);
  }

  list(): GroupCount<Key>[] {
    return [...this.#groups].map(([key, { expected, arrived }]) => ({ key, expected, arrived }));
  }
}
