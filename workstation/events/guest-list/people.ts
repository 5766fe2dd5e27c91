import type { Id } from '#core/base/ids.ts';
import { foldName } from '#core/clients/name-terms.ts';
import type { GuestDraft } from '#core/events/guest-list/draft.ts';
import { isRefHeader } from '#core/events/guest-list/words.ts';
import { guestsOf, managerNames, type KnownGuest } from '#db/queries/events.ts';
import { clientsWithExtra, clientsWithPhones, type FoundClient } from '#db/queries/guest-clients.ts';
import type { Station } from '#workstation/station.ts';

/** Who a row is: a client, somebody on no file, or, where only a phone says so, perhaps a client of another name. */
export interface Person {
  readonly client: FoundClient | null;
  readonly isInDoubt: boolean;
}

/** Whom the rows of a list may lead to, read once for all of them. */
export interface People {
  readonly whoIs: (draft: GuestDraft, isSamePerson: boolean) => Person;
  /** The guest's row that is on the event's list already, if any. */
  readonly listed: (draft: GuestDraft, client: FoundClient | null) => KnownGuest | null;
  readonly managerNamed: (name: string | null) => Id | null;
}

/** Opens the book for a list: clients by customer number and phone, guests on the list already, managers by name. */
export function peopleFor(station: Station, eventId: Id, drafts: readonly GuestDraft[]): People {
  const { db } = station;
  const phones = drafts.flatMap(({ phone }) => phone ?? []);
  const byPhone = Map.groupBy(clientsWithPhones(db, phones), ({ phone }) => phone);
  const refs = drafts.flatMap(({ ref }) => ref ?? []);
  const kept = refs.length > 0 ? clientsWithExtra(db, refs) : [];
  const byRef = Map.groupBy(
    kept.filter(({ header }) => isRefHeader(header)),
    ({ text }) => text,
  );
  const guests = guestsOf(db, eventId).filter(({ state }) => state !== 'cancelled');
  const managers = new Map([...managerNames(db)].map(([id, name]) => [foldName(name), id]));
  return {
    whoIs: (draft, isSamePerson) =>
      whoIs(draft, {
        byRef: byRef.get(draft.ref ?? '') ?? [],
        byPhone: byPhone.get(draft.phone) ?? [],
        isSamePerson,
      }),
    listed: (draft, client) => guests.find((guest) => isGuest(guest, draft, client)) ?? null,
    managerNamed: (name) => managers.get(foldName(name ?? '')) ?? null,
  };
}

/** The customer number and the phone each lead to a client; the name must say the same, or a person must. */
function whoIs(
  draft: GuestDraft,
  found: {
    readonly byRef: readonly FoundClient[];
    readonly byPhone: readonly FoundClient[];
    readonly isSamePerson: boolean;
  },
): Person {
  const candidates = found.byRef.length > 0 ? found.byRef : found.byPhone;
  const [only] = candidates;
  if (!only) return { client: null, isInDoubt: false };
  const named = candidates.filter(({ name }) => foldName(name) === foldName(draft.name));
  if (named.length === 1) return { client: named[0] ?? null, isInDoubt: false };
  const isClear = candidates.length === 1 && (draft.name === '' || found.isSamePerson);
  return { client: only, isInDoubt: !isClear };
}

function isGuest(guest: KnownGuest, draft: GuestDraft, client: FoundClient | null): boolean {
  if (draft.foreignCode !== null && guest.foreignCode === draft.foreignCode) return true;
  if (client) return guest.clientId === client.id;
  if (guest.clientId !== null || foldName(guest.name) !== foldName(draft.name)) return false;
  // Who holds a ticket of their own is somebody else than another of the same name.
  if (draft.foreignCode !== null && guest.foreignCode !== null) return false;
  return guest.phone === draft.phone;
}
