import type { Id } from '#core/base/ids.ts';
import {
  exchangeLimit,
  VenueLinkError,
  type ExchangeAnswer,
  type ExchangeInput,
} from '#core/venue/exchange.ts';
import type { VenueEntry } from '#core/venue/entry.ts';
import type { DeskStatus } from '#core/venue/venue-status.ts';
import { markHanded, noteOwnEntries, takeEntries, writeVenueStand } from '#db/changes/venue.ts';
import { throughGate } from '#db/gate.ts';
import { entriesToOffer, venueStandOf } from '#db/queries/venue.ts';
import { storeFailureOf } from '#db/store-failure.ts';
import { changesOf, type Station } from '#workstation/station.ts';

/** Returns what a desk says next: how far it has heard, and what the hub has not acknowledged. Throws where the disk refuses. */
export function nextOffer(station: Station, eventId: Id): ExchangeInput {
  const { db, me } = station;
  noteOwnEntries(db, eventId, { deviceId: me.deviceId, deskName: me.deviceName });
  const stand = venueStandOf(db, eventId);
  const hubId = stand?.hubId ?? null;
  const entries = entriesToOffer(db, { eventId, hubId, limit: exchangeLimit });
  return { eventId, hubId, since: stand?.since ?? 0, entries };
}

/**
 * Takes a hub's answer in one transaction: what others made, what the hub has on its disk now, how far this desk has
 * heard. Throws where the disk refuses, with nothing taken: the same is asked for again.
 */
export function takeAnswer(station: Station, eventId: Id, answer: ExchangeAnswer): void {
  const { db } = station;
  const { hubId, entries, acknowledged, refused, next } = answer;
  const stand = venueStandOf(db, eventId);
  const isIdle = entries.length + acknowledged.length + refused.length === 0;
  if (isIdle && stand?.hubId === hubId && stand.since === next) return;
  const ofEvent = entries.filter(({ data }) => data.eventId === eventId);
  const learned = throughGate(db, () => {
    const fresh = takeEntries(db, changesOf(station), { entries: ofEvent, handedTo: hubId });
    markHanded(db, [...acknowledged, ...refused], hubId);
    writeVenueStand(db, eventId, { hubId, since: next });
    return fresh;
  });
  tellLearned(station, learned);
}

/** Tells every open screen that others' entries came in. */
export function tellLearned({ live }: Station, learned: readonly VenueEntry[]): void {
  if (learned.length === 0) return;
  live.publish('signal', { kind: 'rows', entities: [...new Set(learned.map(({ entity }) => entity))] });
}

/** Returns why a desk goes on alone: the link's own word, or that this desk's disk refused. */
export function problemOf(error: unknown): NonNullable<DeskStatus['problem']> {
  if (error instanceof VenueLinkError) return error.problem;
  return storeFailureOf(error) === null ? 'UNREACHABLE' : 'STORE';
}
