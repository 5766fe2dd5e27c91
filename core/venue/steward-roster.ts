import { z } from 'zod';
import { eventFields, guestStates } from '#core/events/event.ts';
import { idField, instantField } from '#core/sync/fields.ts';

/** A guest as a steward's browser sees them: enough to find and greet, too little to be worth stealing. */
export const stewardGuest = z.object({
  guestId: idField,
  /** `王*明`, `J*`. */
  maskedName: z.string().max(100),
  state: z.enum(guestStates),
  /** SHA-256 in hexadecimal of the code on the ticket, upper case as printed; null until issued. */
  ticketHash: z.string().length(64).nullable(),
  /** The same of codes this ticket had before. */
  revokedHashes: z.array(z.string().length(64)),
  /** As `core/events/guest-search` wants them: first character, initials, the surname's letters; nothing else of the name. */
  terms: z.object({
    full: z.string(),
    grams: z.array(z.string()),
    pinyin: z.array(z.string()),
    syllablePrefixes: z.array(z.string()),
    initials: z.array(z.string()),
  }),
  /** The last four of the phone; empty where there is none. */
  digits: z.string().max(4),
  sortKey: z.string(),
});
export type StewardGuest = z.infer<typeof stewardGuest>;

/** What the hub gives a steward's browser of its event. Facts come by `exchange` from 0. */
export const stewardRoster = z.object({
  eventId: idField,
  version: z.string().max(64),
  event: eventFields.pick({ title: true, venue: true, startsAt: true, endsAt: true, status: true }),
  /** The manager who opened the hub answers for what stewards note: put it on their facts and walk-ins. */
  managerId: idField,
  guests: z.array(stewardGuest),
  now: instantField,
});
export type StewardRoster = z.infer<typeof stewardRoster>;
