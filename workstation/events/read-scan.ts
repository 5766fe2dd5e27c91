import type { Id } from '#core/base/ids.ts';
import { foreignPieces } from '#core/events/foreign-code.ts';
import { isSealedBy, readTicketCodes } from '#core/events/ticket.ts';
import { type GuestRow } from '#db/queries/events.ts';
import { foreignLengths, guestsByCode, guestsByForeignCode, ticketKeys } from '#db/queries/tickets.ts';
import { sealWith } from '#workstation/events/ticket-seal.ts';
import type { Station } from '#workstation/station.ts';

/** What this workstation knows of what a scanner typed. */
export interface ReadScan {
  /** The same text for the same ticket, whatever the scanner added. */
  readonly code: string;
  /** The guests, of any event, whose ticket has or had the code. */
  readonly guests: readonly (GuestRow & { readonly isRevoked: boolean })[];
  /** The event whose key seals a code that no guest here has: issued since this list was brought up to date. */
  readonly sealedBy: Id | null;
}

/** Looks up what a scanner typed: our codes first; only text without any can be a ticket of another system. */
export function readScan(station: Station, eventId: Id, typed: string): ReadScan {
  const { db } = station;
  const codes = readTicketCodes(typed);
  const guests = codes.flatMap((code) => guestsByCode(db, code));
  if (codes.length > 0) {
    const sealedBy = guests.length === 0 ? sealedByOf(station, codes) : null;
    return { code: codes.join(' '), guests, sealedBy };
  }
  const pieces = foreignPieces(typed, foreignLengths(db));
  const foreign = pieces.length > 0 ? guestsByForeignCode(db, eventId, pieces) : [];
  const code = foreign[0]?.foreignCode ?? typed;
  return { code, guests: foreign.map((guest) => ({ ...guest, isRevoked: false })), sealedBy: null };
}

function sealedByOf({ db }: Station, codes: readonly string[]): Id | null {
  const key = ticketKeys(db).find(({ ticketKey }) => {
    const seal = sealWith(ticketKey);
    return codes.some((code) => isSealedBy(code, seal));
  });
  return key?.eventId ?? null;
}
