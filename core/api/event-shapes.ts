import { z } from 'zod';
import { eventFields, guestStates } from '#core/events/event.ts';

export const guestState = z.enum(guestStates);
/** A guest's state and presence in one word. */
export const standing = z.enum([...guestStates, 'checked_in', 'checked_out']);

/** What a screen may know of an event: all but the key its tickets are sealed with. */
export const shownEvent = eventFields.omit({ ticketKey: true });

/** How full an event is, as its door counts. */
export const counters = z.object({
  expected: z.int(),
  arrived: z.int(),
  inRoom: z.int(),
  walkIns: z.int(),
  doubleEntries: z.int(),
});

/** An entry at a door: when, at which desk, by whom. */
export const entry = z.object({
  id: z.string(),
  at: z.int(),
  desk: z.string(),
  managerId: z.string(),
  managerName: z.string().nullable(),
  overrideReason: z.string().nullable(),
});
