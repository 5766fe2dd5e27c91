import { z } from 'zod';
import { idField, instantField, textField } from '#core/sync/fields.ts';

/**
 * What a guest asked or said of the event, as somebody wrote it down at the table or on the phone: a fact. A question
 * has an owner who answers it until a time, and becomes that manager's task.
 */
export const guestNoteFields = z.object({
  eventId: idField,
  guestId: idField,
  kind: z.enum(['QUESTION', 'FEEDBACK']),
  text: textField,
  /** How the guest liked it, 1 to 5; null where nobody asked. */
  rating: z.int().min(1).max(5).nullable(),
  /** Who answers a question; null for feedback. */
  ownerManagerId: idField.nullable(),
  dueAt: instantField.nullable(),
  recordedBy: idField,
  recordedAt: instantField,
});
export type GuestNoteFields = z.infer<typeof guestNoteFields>;
