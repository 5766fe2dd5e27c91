import { z } from 'zod';
import { guestStates } from '#core/events/event.ts';
import { idField, instantField } from '#core/sync/fields.ts';

/**
 * One change of a guest's state, by whom and when: a fact, whatever the guest's row says by now. `fromState` is null where the
 * guest was put on the list, `toState` where that was taken back.
 */
export const guestMoveFields = z.object({
  eventId: idField,
  guestId: idField,
  fromState: z.enum(guestStates).nullable(),
  toState: z.enum(guestStates).nullable(),
  managerId: idField,
  at: instantField,
});
export type GuestMoveFields = z.infer<typeof guestMoveFields>;
