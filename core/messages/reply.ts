import { z } from 'zod';
import type { MessageKind } from '#core/messages/texts.ts';
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

/** How many of one text were sent, and to how many the client replied. */
export interface ReplyCount {
  readonly sent: number;
  readonly replied: number;
}

/** Returns the counts of each kind of message, by the kind of each text; texts no longer known are left out. */
export function repliesByKind(
  counts: readonly (ReplyCount & { readonly textId: string })[],
  kindOf: (textId: string) => MessageKind | null,
): Record<MessageKind, ReplyCount> {
  const of = (kind: MessageKind): ReplyCount => {
    const own = counts.filter(({ textId }) => kindOf(textId) === kind);
    const sum = (field: 'sent' | 'replied'): number => own.reduce((total, one) => total + one[field], 0);
    return { sent: sum('sent'), replied: sum('replied') };
  };
  return { PERSONAL: of('PERSONAL'), MASS: of('MASS') };
}
