import type { Id } from '#core/base/ids.ts';
import { DoorLedger } from '#core/events/door-ledger.ts';
import type { DoorWindow } from '#core/events/presence.ts';
import type { Entity } from '#core/sync/entities.ts';
import {
  factsSince,
  factStampOf,
  noFacts,
  restamp,
  type FactStamp,
  type PlacedFact,
} from '#db/queries/door-facts.ts';
import { guestsOf, type KnownGuest } from '#db/queries/events.ts';
import type { Station } from '#workstation/station.ts';

/** A door's ledger and what it was made of. */
interface Kept {
  readonly window: DoorWindow;
  readonly ledger: DoorLedger;
  readonly guests: Map<Id, KnownGuest>;
  readonly facts: Map<Id, PlacedFact>;
  stamp: FactStamp;
  place: number;
  seq: number;
  isListOld: boolean;
}

/** Lives and dies with the open session: nothing of it stays in memory after locking. */
const keptBy = new WeakMap<Station, Map<Id, Kept>>();

/**
 * Returns the ledger of an event's door and its guests, both as the store stands now. Read is only what changed since the last time;
 * the whole only after guests or clients changed, or a fact went.
 */
export function doorLedgerOf(
  station: Station,
  eventId: Id,
  window: DoorWindow,
): { readonly ledger: DoorLedger; readonly guests: ReadonlyMap<Id, KnownGuest> } {
  const doors = doorsOf(station);
  const known = doors.get(eventId);
  const isSame = known && known.window.from === window.from && known.window.until === window.until;
  const door = isSame && catchUp(station, eventId, known) ? known : readWhole(station, eventId, window);
  doors.set(eventId, door);
  if (door.isListOld) readGuests(station, eventId, door);
  return door;
}

function readWhole(station: Station, eventId: Id, window: DoorWindow): Kept {
  const door: Kept = {
    window,
    ledger: new DoorLedger(window),
    guests: new Map(),
    facts: new Map(),
    stamp: noFacts,
    place: 0,
    seq: 0,
    isListOld: true,
  };
  take(door, factsSince(station.db, eventId, { place: -1, seq: -1 }));
  return door;
}

function readGuests(station: Station, eventId: Id, door: Kept): void {
  const guests = guestsOf(station.db, eventId);
  door.guests.clear();
  for (const guest of guests) door.guests.set(guest.id, guest);
  door.ledger.setGuests(guests);
  door.isListOld = false;
}

/** Takes what was added or replaced; false where that does not explain how the facts stand now: one of them went. */
function catchUp(station: Station, eventId: Id, door: Kept): boolean {
  const stamp = factStampOf(station.db, eventId);
  if (isSameStamp(stamp, door.stamp)) return true;
  const placed = factsSince(station.db, eventId, door);
  if (placed.some(({ fact }) => isAnothers(door.facts.get(fact.id), fact.guestId))) return false;
  take(door, placed);
  return isSameStamp(stamp, door.stamp);
}

function take(door: Kept, placed: readonly PlacedFact[]): void {
  for (const one of placed) {
    const before = door.facts.get(one.fact.id);
    if (before) door.stamp = restamp(door.stamp, before, -1);
    door.stamp = restamp(door.stamp, one, 1);
    door.facts.set(one.fact.id, one);
    door.place = Math.max(door.place, one.place);
    door.seq = Math.max(door.seq, one.seq);
  }
  door.ledger.addFacts(placed.map(({ fact }) => fact));
}

/** True where the centre's copy of a fact is of another guest than the one that was here. */
function isAnothers(known: PlacedFact | undefined, guestId: Id): boolean {
  return known !== undefined && known.fact.guestId !== guestId;
}

function isSameStamp(a: FactStamp, b: FactStamp): boolean {
  return a.count === b.count && a.seqSum === b.seqSum && a.atSum === b.atSum;
}

const listKinds: readonly Entity[] = ['guest', 'client', 'manager'];

function doorsOf(station: Station): Map<Id, Kept> {
  const known = keptBy.get(station);
  if (known) return known;
  const doors = new Map<Id, Kept>();
  keptBy.set(station, doors);
  station.live.subscribe('signal', (signal) => {
    if (signal.kind !== 'rows' || !signal.entities.some((kind) => listKinds.includes(kind as Entity))) return;
    for (const door of doors.values()) door.isListOld = true;
  });
  return doors;
}
