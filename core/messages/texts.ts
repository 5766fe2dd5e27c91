import { z } from 'zod';
import textsV1 from '#resources/message-texts-v1.json' with { type: 'json' };
import { reasons, type Reason } from '#core/calls/contact.ts';
import { messageChannelField, type MessageChannel } from '#core/messages/message.ts';
import { dayField, idField, purposeField } from '#core/sync/fields.ts';

const bilingual = z.object({ 'zh-CN': z.string().min(1), en: z.string().min(1) });

/** Facts of one client that make a text personal; a text that needs one is not offered without it (S0.10). */
export const personalFactCodes = [
  'callbackAt',
  'complaintDay',
  'maturityDay',
  'product',
  'registeredDay',
  'told',
  'event',
  'eventAt',
  'salon',
  'salonDay',
  'invitedTo',
  'invitedFor',
  'missed',
  'missedDay',
  'levelThrough',
  'birthday',
  'holiday',
] as const;
const factCodeField = z.enum(personalFactCodes);
export type PersonalFactCode = z.infer<typeof factCodeField>;

/** True for what is said to everybody on the same day: such a fact makes no text personal. */
const isEverybodys = (code: PersonalFactCode): boolean => code === 'holiday';

export const messageKinds = ['PERSONAL', 'MASS'] as const;
/** A mass text says the same to everybody but for the name; a personal one something of this client (S0.10). */
export type MessageKind = (typeof messageKinds)[number];

const messageText = z
  .object({
    id: idField,
    reason: z.enum(reasons),
    title: bilingual,
    channels: z.array(messageChannelField).min(1),
    purpose: purposeField,
    /** Who reviewed it and when; an unreviewed text blocks (notice 316, Art. 6). */
    reviewedBy: z.string().nullable(),
    reviewedOn: dayField.nullable(),
    /** The manager may change its words; they are checked again. */
    mayEdit: z.boolean(),
    /** News of something the client holds, not an offer of it. */
    isAboutHolding: z.boolean().default(false),
    kind: z.enum(messageKinds).default('PERSONAL'),
    /** At least one; of a personal text one that is this client's own. */
    needs: z.array(factCodeField).min(1),
    /** `{name}` is filled with a fact; an alternative follows a bar. */
    body: bilingual,
  })
  .refine(({ kind, needs }) => kind === 'MASS' || !needs.every(isEverybodys), {
    error: 'A text without a personal fact is a mass text.',
  });
export type MessageText = z.infer<typeof messageText>;

const limits = z.object({ single: z.int().positive(), part: z.int().positive() });

const schema = z.object({
  id: z.literal('message-texts'),
  version: z.int().positive(),
  effectiveFrom: dayField,
  source: z.string(),
  refusal: bilingual.extend({ source: z.string(), purposes: z.array(purposeField) }),
  sms: z.object({ source: z.string(), ucs2: limits, gsm7: limits, maxSegments: z.int().positive() }),
  /** A fact further off than this is no reason to write. */
  timelyDays: z.object({
    maturityDay: z.int().positive(),
    levelThrough: z.int().positive(),
    birthday: z.int().positive(),
    salonDay: z.int().positive(),
  }),
  texts: z.array(messageText),
});

/** The collection of texts in force: versioned data with its reviewer and source. */
export const messageTexts: z.infer<typeof schema> = schema.parse(textsV1);

/** Returns a text by its id, or null where this version of the collection has none. */
export function messageTextOf(id: string): MessageText | null {
  return messageTexts.texts.find((text) => text.id === id) ?? null;
}

/** Returns the texts for a channel: those of the reason first, then those that fit any time, then the rest. */
export function messageTextsFor(reason: Reason, channel: MessageChannel): MessageText[] {
  const rankOf = (text: MessageText): number =>
    text.reason === reason ? 0 : text.reason === 'MANUAL' ? 1 : 2;
  return messageTexts.texts
    .filter(({ channels }) => channels.includes(channel))
    .toSorted((a, b) => rankOf(a) - rankOf(b));
}
