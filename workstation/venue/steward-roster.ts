import { createHash } from 'node:crypto';
import type { Id } from '#core/base/ids.ts';
import { nameTerms, type NameTerms } from '#core/clients/name-terms.ts';
import { maskGuest } from '#core/venue/mask-guest.ts';
import type { StewardRoster } from '#core/venue/steward-roster.ts';
import { guestsOf } from '#db/queries/events.ts';
import { foreignLengths } from '#db/queries/tickets.ts';
import { readRow } from '#db/rows.ts';
import { judgeGuests, refusedOf } from '#workstation/events/talk-guests.ts';
import { productGate } from '#workstation/risk/product-gate.ts';
import type { Station } from '#workstation/station.ts';

/** The masked roster of one event, made anew only after something in it changed. */
export interface RosterSource {
  readonly version: () => string;
  /** Throws where the event is no longer here: ask the hub first. */
  readonly read: () => StewardRoster;
  readonly stop: () => void;
}

/** Makes the roster that a hub gives to helpers' browsers. */
export function createStewardRoster(station: Station, eventId: Id): RosterSource {
  const terms = new Map<string, NameTerms>();
  const termsOf = (name: string): NameTerms => {
    const known = terms.get(name) ?? nameTerms(name);
    terms.set(name, known);
    return known;
  };
  let made: StewardRoster | null = null;
  const stop = station.live.subscribe('signal', (signal) => {
    if (signal.kind !== 'rows') return;
    if (signal.entities.some((kind) => kind === 'guest' || kind === 'event' || kind === 'client'))
      made = null;
  });
  const read = (): StewardRoster => {
    made ??= makeRoster(station, eventId, termsOf);
    return { ...made, now: station.clock() };
  };
  return { read, version: () => read().version, stop };
}

function makeRoster(station: Station, eventId: Id, termsOf: (name: string) => NameTerms): StewardRoster {
  const event = readRow(station.db, 'event', eventId)?.data;
  if (!event) throw new Error(`There is no event ${eventId}.`);
  const { title, venue, startsAt, endsAt, status } = event;
  const refused = refusedOf(judgeGuests(station, { id: eventId, ...event }, productGate(station)));
  const forHost = new Set(refused.map(({ guestId }) => guestId));
  const guests = guestsOf(station.db, eventId).map((guest) =>
    maskGuest(guest, { isForHost: forHost.has(guest.id), hash: sha256, termsOf }),
  );
  const told = {
    event: { title, venue, startsAt, endsAt, status },
    managerId: station.me.managerId,
    guests,
    foreignLengths: foreignLengths(station.db),
  };
  const version = sha256(JSON.stringify(told)).slice(0, 32);
  return { ...told, eventId, version, now: station.clock() };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
