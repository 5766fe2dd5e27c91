import { z } from 'zod';
import { eventFields, guestStates } from '#core/events/event.ts';
import { idField, instantField } from '#core/sync/fields.ts';

/**
 * A guest as a steward's browser sees them: enough to judge a ticket and to find somebody who says a name, too little to
 * tell anybody who was there. No whole name, no phone, no tier, no client; `core/venue/mask-guest` makes it.
 */
export const stewardGuest = z.object({
  guestId: idField,
  /** The first character and up to two marks: `王＊＊`. */
  maskedName: z.string().max(100),
  /** How the first character is read; its letter alone in a name that is not Chinese. */
  surname: z.array(z.string()),
  /** First letters per reading: `wxm`. */
  initials: z.array(z.string()),
  /** One hexadecimal digit for each further Chinese character: the one of sixteen groups it falls into. */
  groups: z.string(),
  state: z.enum(guestStates),
  /** True where the host's desk has something to say before this guest may enter, such as a note on suitability. */
  isForHost: z.boolean(),
  /** Seat or table, which the helper says to whoever comes in; null where nobody gave one. */
  seat: z.string().max(40).nullable(),
  /** SHA-256 in hexadecimal of the codes that let this guest in: ours as printed, and that of another system's ticket. */
  ticketHashes: z.array(z.string().length(64)),
  /** The same of codes this ticket had before. */
  revokedHashes: z.array(z.string().length(64)),
});
export type StewardGuest = z.infer<typeof stewardGuest>;

/** What the hub gives a steward's browser of its event. Facts come by `exchange` from 0. */
export const stewardRoster = z.object({
  eventId: idField,
  version: z.string().max(64),
  event: eventFields.pick({ title: true, venue: true, startsAt: true, endsAt: true, status: true }),
  /** The manager who opened the hub answers for what stewards note: put it on each fact and walk-in as it is made. */
  managerId: idField,
  guests: z.array(stewardGuest),
  /** How long codes of another system's tickets are: what a scanner adds to them is passed over by length. */
  foreignLengths: z.array(z.int()),
  now: instantField,
});
export type StewardRoster = z.infer<typeof stewardRoster>;
