import { z } from 'zod';
import { idField, instantField } from '#core/sync/fields.ts';

/**
 * Says whether the client answered a message that was sent: a fact of its own, of several about one message the latest
 * counts, so that a slip is put right by another fact. Source: S0.10 (reply rate per kind of message).
 */
export const messageReplyFields = z.object({
  clientId: idField,
  managerId: idField,
  /** The contact of the message. */
  contactId: idField,
  isReply: z.boolean(),
  recordedAt: instantField,
});
