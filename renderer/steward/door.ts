import type { Id } from '#core/base/ids.ts';
import { foreignPieces } from '#core/events/foreign-code.ts';
import {
  doorWindowOf,
  foldPresence,
  type CheckInFact,
  type DoorWindow,
  type Presence,
} from '#core/events/presence.ts';
import { judgeGuest, judgeScan, type DoorVerdict } from '#core/events/scan.ts';
import { readTicketCodes } from '#core/events/ticket.ts';
import type { StewardGuest, StewardRoster } from '#core/venue/steward-roster.ts';

/** Returns SHA-256 of a text in lower-case hexadecimal. */
export type Hash = (text: string) => Promise<string>;

/** What a scanner typed, judged. */
export interface Scanned {
  readonly verdict: DoorVerdict;
  /** The same text for the same ticket, whatever the scanner added. */
  readonly code: string;
  /** It is a code of ours, if not of this list. */
  readonly isTicket: boolean;
}

/** A roster with its facts, ready to judge: pure, in memory, a few microseconds a scan. */
export interface StewardDoor {
  readonly guests: readonly StewardGuest[];
  readonly guestOf: (guestId: Id) => StewardGuest | null;
  readonly presenceOf: (guestId: Id) => Presence;
  readonly judge: (guest: StewardGuest) => DoorVerdict;
  readonly judgeScan: (typed: string) => Promise<Scanned>;
  /** How many guests are in the room, as far as this page knows. */
  readonly inRoom: () => number;
  /** Takes facts in; one known already changes nothing. */
  readonly add: (facts: readonly CheckInFact[]) => void;
}

/** Opens the door of a roster. */
export function openStewardDoor(
  roster: StewardRoster,
  facts: readonly CheckInFact[],
  hash: Hash,
): StewardDoor {
  const { eventId, event, guests, foreignLengths } = roster;
  const door = { eventId, status: event.status };
  const window: DoorWindow = doorWindowOf(event);
  const byId = new Map(guests.map((guest) => [guest.guestId, guest]));
  const byHash = hashesOf(guests);
  const byGuest = new Map<Id, CheckInFact[]>();
  const known = new Set<Id>();
  const folded = new Map<Id, Presence>();
  const add = (more: readonly CheckInFact[]): void => {
    for (const fact of more) {
      if (known.has(fact.id)) continue;
      known.add(fact.id);
      byGuest.set(fact.guestId, [...(byGuest.get(fact.guestId) ?? []), fact]);
      folded.delete(fact.guestId);
    }
  };
  add(facts);
  const presenceOf = (guestId: Id): Presence => {
    const presence = folded.get(guestId) ?? foldPresence(byGuest.get(guestId) ?? [], window);
    folded.set(guestId, presence);
    return presence;
  };
  const standing = ({ guestId, state }: StewardGuest) => ({ guestId, state, presence: presenceOf(guestId) });
  return {
    guests,
    guestOf: (guestId) => byId.get(guestId) ?? null,
    presenceOf,
    judge: (guest) => judgeGuest(door, standing(guest)),
    judgeScan: async (typed) => {
      const codes = readTicketCodes(typed);
      const pieces = codes.length > 0 ? codes : foreignPieces(typed, foreignLengths);
      const hashes = await Promise.all(pieces.map(hash));
      const matches = hashes
        .flatMap((one) => byHash.get(one) ?? [])
        .map(({ guest, isRevoked }) => ({ ...standing(guest), eventId, isRevoked }));
      const code = codes.length > 0 ? codes.join(' ') : typed;
      return { verdict: judgeScan(door, matches), code, isTicket: codes.length > 0 };
    },
    inRoom: () => guests.filter(({ guestId }) => presenceOf(guestId).isInRoom).length,
    add,
  };
}

interface Held {
  readonly guest: StewardGuest;
  readonly isRevoked: boolean;
}

function hashesOf(guests: readonly StewardGuest[]): Map<string, Held[]> {
  const byHash = new Map<string, Held[]>();
  const put = (hash: string, held: Held): void => void byHash.set(hash, [...(byHash.get(hash) ?? []), held]);
  for (const guest of guests) {
    for (const hash of guest.ticketHashes) put(hash, { guest, isRevoked: false });
    for (const hash of guest.revokedHashes) put(hash, { guest, isRevoked: true });
  }
  return byHash;
}
