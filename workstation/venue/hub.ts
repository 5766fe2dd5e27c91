import { fail, ok, type Result } from '#core/base/result.ts';
import type { Id } from '#core/base/ids.ts';
import type { VenueEntry } from '#core/venue/entry.ts';
import {
  exchangeLimit,
  type ExchangeAnswer,
  type ExchangeInput,
  type Hub,
  type HubRefusal,
  type VenueVisitor,
  type Voucher,
} from '#core/venue/exchange.ts';
import { asStewardSees, mayStewardSay } from '#core/venue/steward-rights.ts';
import { noteOwnEntries, takeEntries } from '#db/changes/venue.ts';
import { entriesAfter } from '#db/queries/venue.ts';
import { readRow } from '#db/rows.ts';
import { readScan } from '#workstation/events/read-scan.ts';
import { tellLearned } from '#workstation/venue/exchange.ts';
import { createStewardRoster } from '#workstation/venue/steward-roster.ts';
import { changesOf, type Station } from '#workstation/station.ts';

/**
 * Opens this workstation as the hub of an event. Its own door needs nothing more: what it writes is told to the others,
 * what they bring lies in the same store. The hub is a fresh one each time, so that visitors offer it everything again.
 */
export function openHub(station: Station, eventId: Id): Result<Hub, 'NOT_FOUND'> {
  if (!readRow(station.db, 'event', eventId)) return fail('NOT_FOUND');
  const hubId = station.newId();
  const roster = createStewardRoster(station, eventId);
  let isOpen = true;
  const refusal = (): HubRefusal | null =>
    isOpen && station.db.open && readRow(station.db, 'event', eventId) ? null : 'HUB_CLOSED';
  return ok({
    hubId,
    eventId,
    exchange: (visitor, input) => {
      const refused = input.eventId === eventId ? refusal() : 'OTHER_EVENT';
      if (refused) return fail(refused);
      const { entries, answer } = judge(station, visitor, input);
      take(station, eventId, entries);
      const since = input.hubId === hubId ? input.since : 0;
      const page = pageFor(station, visitor, { eventId, since });
      return ok({ ...answer, ...page, hubId, rosterVersion: roster.version(), now: station.clock() });
    },
    stewardRoster: () => {
      const refused = refusal();
      return refused ? fail(refused) : ok(roster.read());
    },
    vouch: (typed) => {
      const refused = refusal();
      return refused ? fail(refused) : ok(voucherOf(station, eventId, typed));
    },
    close: () => {
      isOpen = false;
      roster.stop();
    },
  });
}

/** Whose a code is: found on a list here, or told by the keys that only hosts' workstations hold. */
function voucherOf(station: Station, eventId: Id, typed: string): Voucher {
  const { guests, sealedBy } = readScan(station, eventId, typed);
  if (guests.some((guest) => guest.eventId === eventId)) return 'HERE';
  if (guests.length > 0) return 'ELSEWHERE';
  if (sealedBy === null) return 'UNKNOWN';
  return sealedBy === eventId ? 'GENUINE' : 'ELSEWHERE';
}

/** Tells what a visitor may say from what it may not. */
function judge(
  station: Station,
  visitor: VenueVisitor,
  { eventId, entries }: ExchangeInput,
): { entries: VenueEntry[]; answer: Pick<ExchangeAnswer, 'acknowledged' | 'refused'> } {
  const ground = {
    eventId,
    hostManagerIds: readRow(station.db, 'event', eventId)?.data.hostManagerIds ?? [],
    deskOfFact: (id: Id) => readRow(station.db, 'checkIn', id)?.data.desk ?? null,
  };
  const { deviceId, deskName } = visitor;
  const isSteward = visitor.kind === 'STEWARD';
  const allowed = entries
    .filter((entry) => (isSteward ? mayStewardSay(entry, ground) : entry.data.eventId === eventId))
    .map((entry) => (isSteward ? { ...entry, author: { deviceId, deskName } } : entry));
  const acknowledged = allowed.map(({ id }) => id);
  const taken = new Set(acknowledged);
  const refused = entries.flatMap(({ id }) => (taken.has(id) ? [] : id));
  return { entries: allowed, answer: { acknowledged, refused } };
}

function take(station: Station, eventId: Id, entries: readonly VenueEntry[]): void {
  const { db, me } = station;
  noteOwnEntries(db, eventId, { deviceId: me.deviceId, deskName: me.deviceName });
  if (entries.length === 0) return;
  const learned = takeEntries(db, changesOf(station), { entries, handedTo: null });
  tellLearned(station, learned);
}

function pageFor(
  { db }: Station,
  { kind }: VenueVisitor,
  { eventId, since }: { readonly eventId: Id; readonly since: number },
): Pick<ExchangeAnswer, 'entries' | 'next' | 'more'> {
  const page = entriesAfter(db, { eventId, since, limit: exchangeLimit });
  if (kind === 'DESK') return page;
  return { ...page, entries: page.entries.flatMap((entry) => asStewardSees(entry) ?? []) };
}
