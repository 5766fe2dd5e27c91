import { z } from 'zod';
import { checkInFields, guestFields } from '#core/events/event.ts';
import { idField } from '#core/sync/fields.ts';

/** Who brought an entry into the venue: a workstation of a host, or a steward's browser. */
export const venueAuthor = z.object({
  deviceId: idField,
  /** How the desk is called on every screen, at most 60 characters. */
  deskName: z.string().min(1).max(60),
});
export type VenueAuthor = z.infer<typeof venueAuthor>;

/**
 * What desks tell each other: a fact at the door, or a guest who is on no other desk's list (a walk-in, a plus-one).
 * `data` is the row as it was made, whatever was changed since, so that everybody who hands it to the centre says the
 * same. Entries are a set by `id`: any order and any repetition gives the same.
 */
export const venueEntry = z.discriminatedUnion('entity', [
  z.object({ entity: z.literal('checkIn'), id: idField, data: checkInFields, author: venueAuthor }),
  z.object({ entity: z.literal('guest'), id: idField, data: guestFields, author: venueAuthor }),
]);
export type VenueEntry = z.infer<typeof venueEntry>;
