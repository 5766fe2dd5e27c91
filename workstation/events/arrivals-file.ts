import type { Id } from '#core/base/ids.ts';
import { maskPhone, nationalDigits } from '#core/clients/phone.ts';
import { arrivalRow, type Arrived } from '#core/events/arrival-row.ts';
import { standingOf } from '#core/events/counters.ts';
import { eventPaperWords } from '#core/events/paper-words.ts';
import { absent, doorWindowOf, foldPresences, type Presence } from '#core/events/presence.ts';
import type { Language } from '#core/risk/step-text.ts';
import { factsOf, type KnownGuest } from '#db/queries/events.ts';
import { readRow } from '#db/rows.ts';
import { guestsByPinyin } from '#workstation/events/roster.ts';
import { logExportReveals } from '#workstation/imports/export-clients.ts';
import { writeFile, type FilePiece } from '#workstation/imports/export-file.ts';
import type { Station } from '#workstation/station.ts';

/** Which arrivals go into a file, and how they are shown. */
export interface ArrivalsExport {
  readonly eventId: Id;
  readonly format: 'csv' | 'xlsx';
  readonly language: Language;
  /** Full numbers of clients, each on record before it leaves; guests on no file stay masked, as nobody could be asked for them. */
  readonly hasFullNumbers: boolean;
}

const pageSize = 200;

/** Writes everyone on the list with how and when they came, by pinyin, piece by piece; null for no event. */
export function exportArrivals(
  station: Station,
  wish: ArrivalsExport,
): AsyncGenerator<FilePiece, void> | null {
  const event = readRow(station.db, 'event', wish.eventId)?.data;
  if (!event) return null;
  const guests = guestsByPinyin(station, wish.eventId);
  const presences = foldPresences(factsOf(station.db, wish.eventId), doorWindowOf(event));
  const names = new Map(guests.map(({ id, name }) => [id, name]));
  function* pages() {
    for (let start = 0; start < guests.length; start += pageSize) {
      const page = guests.slice(start, start + pageSize);
      if (wish.hasFullNumbers) logExportReveals(station, page.flatMap(clientWithPhone));
      yield page.map((guest) => {
        const presence = presences.get(guest.id) ?? absent;
        return arrivalRow(arrivedOf(guest, { presence, names, wish }), wish.language);
      });
    }
  }
  const { arrivals } = eventPaperWords(wish.language);
  return writeFile({
    format: wish.format,
    sheetName: arrivals.sheet,
    headers: arrivals.columns,
    total: guests.length,
    pages,
  });
}

function clientWithPhone({ clientId, phone }: KnownGuest): Id[] {
  return clientId !== null && phone !== null ? [clientId] : [];
}

function arrivedOf(
  guest: KnownGuest,
  about: {
    readonly presence: Presence;
    readonly names: ReadonlyMap<Id, string>;
    readonly wish: ArrivalsExport;
  },
): Arrived {
  const { presence, names, wish } = about;
  const { name, tier, hostName, seat, ticketCode, phone, clientId, plusOneOf } = guest;
  const isFull = wish.hasFullNumbers && clientId !== null;
  const { first } = presence;
  const reasons = [...(first ? [first] : []), ...presence.doubles].flatMap(
    ({ overrideReason }) => overrideReason ?? [],
  );
  return {
    name,
    broughtBy: plusOneOf === null ? null : (names.get(plusOneOf) ?? null),
    phone: phone === null ? null : isFull ? nationalDigits(phone) : maskPhone(phone),
    tier,
    hostName,
    standing: standingOf(guest.state, presence),
    seat,
    enteredAt: first?.at ?? null,
    leftAt: presence.leftAt,
    desk: first?.desk ?? null,
    doubles: presence.doubles.length,
    overrideReason: reasons.length > 0 ? reasons.join('; ') : null,
    ticketCode,
  };
}
