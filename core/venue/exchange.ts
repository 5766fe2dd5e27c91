import { z } from 'zod';
import type { Result } from '#core/base/result.ts';
import { idField, instantField } from '#core/sync/fields.ts';
import { venueEntry, type VenueAuthor } from '#core/venue/entry.ts';
import type { StewardRoster } from '#core/venue/steward-roster.ts';

/** The most entries one message carries, in either direction. */
export const exchangeLimit = 200;

/** What a desk says to the hub: what it has that the hub did not acknowledge, and how far it has heard. */
export const exchangeInput = z.object({
  eventId: idField,
  /** The hub that `since` counts in; null before the first answer. Another hub begins at 0 by itself. */
  hubId: idField.nullable(),
  since: z.int().min(0),
  entries: z.array(venueEntry).max(exchangeLimit),
});
export type ExchangeInput = z.infer<typeof exchangeInput>;

/** What the hub answers once everything it took is on its disk. */
export const exchangeAnswer = z.object({
  /** Fresh each time a hub is opened: when it is another than before, offer everything again. */
  hubId: idField,
  /** What the hub holds after `since`, in the order in which it learned it. */
  entries: z.array(venueEntry).max(exchangeLimit),
  /** The next `since`: store it in the same transaction as the entries. */
  next: z.int().min(0),
  /** There is more to hear: ask again at once. */
  more: z.boolean(),
  /** Of the offered entries, those on the hub's disk now; only these count as handed on. */
  acknowledged: z.array(idField).max(exchangeLimit),
  /** Those that are not this visitor's to say, or of another event: kept here, not to be offered to this hub again. */
  refused: z.array(idField).max(exchangeLimit),
  /** Changes whenever the steward's roster does: fetch it anew. */
  rosterVersion: z.string().max(64),
  /** The hub's clock, to tell people that their own is wrong. No fact is corrected by it. */
  now: instantField,
});
export type ExchangeAnswer = z.infer<typeof exchangeAnswer>;

/** Why a link to the hub gave no answer. `ENDED`: the hub was closed or the visitor sent away, and will not come back. */
export type VenueLinkProblem = 'UNREACHABLE' | 'REFUSED' | 'ENDED';

/** What a desk talks to; the network is behind it. Rejects with `VenueLinkError`; any other error counts as UNREACHABLE. */
export interface VenueLink {
  readonly exchange: (input: ExchangeInput) => Promise<ExchangeAnswer>;
}

/** Thrown by a link that got no answer. */
export class VenueLinkError extends Error {
  readonly problem: VenueLinkProblem;

  constructor(problem: VenueLinkProblem, cause?: unknown) {
    super(`The hub gave no answer: ${problem}`, { cause });
    this.problem = problem;
  }
}

/**
 * Who talks to the hub, as the server in front of it knows from pairing, never from the message itself. A steward is told
 * of facts only, without reasons; guests reach it with the roster. Its own facts bear its name (the helper's) as the desk,
 * and the roster's manager.
 */
export interface VenueVisitor extends VenueAuthor {
  /** A `DESK` may bring what others made; a `STEWARD` speaks for itself and is told nothing personal. */
  readonly kind: 'DESK' | 'STEWARD';
}

/** `OTHER_EVENT`: asked about an event that is not this hub's. `HUB_CLOSED`: closed, or the workstation was locked. */
export type HubRefusal = 'OTHER_EVENT' | 'HUB_CLOSED';

/**
 * What a hub says of a code that a steward's list does not have, and nothing more of it. `HERE`: a guest of this event, so
 * the list is old. `GENUINE`: this event issued it, but no list knows it yet. `ELSEWHERE`: another event's.
 */
export type Voucher = 'HERE' | 'GENUINE' | 'ELSEWHERE' | 'UNKNOWN';

/** The one workstation of a venue that others exchange through. */
export interface Hub {
  readonly hubId: string;
  readonly eventId: string;
  /** Takes what a visitor brings and answers what it has not heard yet; on disk when it returns. Throws where the disk refuses. */
  readonly exchange: (visitor: VenueVisitor, input: ExchangeInput) => Result<ExchangeAnswer, HubRefusal>;
  /** What a steward's browser may hold of this event: masked. */
  readonly stewardRoster: () => Result<StewardRoster, HubRefusal>;
  /** Says whose a code is that a steward scanned, as typed: the key that seals tickets stays here. */
  readonly vouch: (typed: string) => Result<Voucher, HubRefusal>;
  /** Ends the hub: every later exchange is refused. Safe to call again. */
  readonly close: () => void;
}
