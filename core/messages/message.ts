import { z } from 'zod';
import { idField, instantField, textField } from '#core/sync/fields.ts';

/** Channels a text is written for. WeChat is assisted only: the program copies and asks, it never sends (S2.8). */
export const messageChannelField = z.enum(['SMS', 'WECHAT']);
export type MessageChannel = z.infer<typeof messageChannelField>;

export const messageLanguageField = z.enum(['zh-CN', 'en']);
export type MessageLanguage = z.infer<typeof messageLanguageField>;

/**
 * The words of a message the manager says he sent: a fact beside the contact that counts for the caps. Undoing the
 * contact undoes the message. Source: S0.10; notice 银发〔2019〕316 Art. 6 (only reviewed texts, and which one it was).
 */
export const messageFields = z.object({
  clientId: idField,
  managerId: idField,
  contactId: idField,
  channel: messageChannelField,
  /** Which text of the collection, in which version of it. */
  textId: idField,
  textVersion: z.int().positive(),
  language: messageLanguageField,
  /** The words as they were copied, the way to refuse included. */
  text: textField,
  /** The manager changed the words after the facts were filled in; they were checked again. */
  isEdited: z.boolean(),
  sentAt: instantField,
});
