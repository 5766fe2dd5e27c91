import { z } from 'zod';
import { contactVerdict } from '#core/api/calls.ts';
import { procedure } from '#core/api/procedure.ts';
import { reasons } from '#core/calls/contact.ts';
import { messageChannelField, messageLanguageField } from '#core/messages/message.ts';
import { personalFactFields } from '#core/messages/personal-fact.ts';
import { messageKinds, personalFactCodes } from '#core/messages/texts.ts';
import { wechatAccountField } from '#core/messages/wechat-friend.ts';
import { bookField, stepField } from '#core/risk/suitability.ts';
import { dayField, idField, instantField, purposeField } from '#core/sync/fields.ts';

const bilingual = z.object({ 'zh-CN': z.string(), en: z.string() });
const factCode = z.enum(personalFactCodes);
const light = z.enum(['GREEN', 'AMBER', 'RED']);

/** Words about to be copied: the body without the way to refuse, which is added. */
const draft = z.object({
  clientId: idField,
  textId: idField,
  channel: messageChannelField,
  language: messageLanguageField,
  body: z.string().max(2000),
  /** Which personal fact is said, where the text says one; null = the newest. */
  factId: idField.nullable().default(null),
});

const offeredText = z.object({
  id: idField,
  version: z.int(),
  title: bilingual,
  purpose: purposeField,
  reason: z.enum(reasons),
  reviewedBy: z.string().nullable(),
  reviewedOn: dayField.nullable(),
  mayEdit: z.boolean(),
  kind: z.enum(messageKinds),
  /** Facts this client has none of; with any the text is not offered. */
  missing: z.array(factCode),
  /** Filled with the client's facts; null while one is missing. */
  bodies: z.object({ 'zh-CN': z.string().nullable(), en: z.string().nullable() }),
});
export type OfferedText = z.infer<typeof offeredText>;

const replyCount = z.object({ sent: z.int(), replied: z.int() });

const pace = z.object({
  hour: z.int(),
  day: z.int(),
  perHour: z.int(),
  perDay: z.int(),
  light,
});

const capacity = z.object({
  account: wechatAccountField,
  count: z.int(),
  limit: z.int(),
  raisedLimit: z.int().nullable(),
  light: z.enum([...light.options, 'FULL']),
});

const told = z.object({
  id: idField,
  kind: personalFactFields.shape.kind,
  text: z.string(),
  recordedAt: instantField,
});

const word = z.object({
  code: z.string(),
  severity: z.enum(['FORBIDDEN', 'CAUTION']),
  word: z.string(),
  from: z.int(),
  until: z.int(),
  articles: z.array(bilingual),
  advice: bilingual,
});

const rule = z.object({ id: z.string(), book: bookField, article: z.string(), version: z.string() });
const namedProduct = z.object({
  productName: z.string().nullable(),
  rule,
  missing: z.array(z.string()),
  openSteps: z.array(z.object({ code: stepField, done: z.boolean(), book: bookField, article: z.string() })),
});

/** Everything that speaks for or against a draft, judged now. */
const draftVerdict = z.object({
  canSend: z.boolean(),
  /** As it will be copied. */
  text: z.string(),
  isEdited: z.boolean(),
  problems: z.array(z.enum(['EMPTY', 'UNREVIEWED', 'EDITED', 'FORBIDDEN_WORD', 'NOT_PERSONAL', 'TOO_LONG'])),
  words: z.array(word),
  length: z.object({ used: z.int(), segments: z.int(), left: z.int() }).nullable(),
  contact: contactVerdict,
  /** Products the words name that may not be named to this client, or only after steps that are open. */
  products: z.array(namedProduct),
  /** False where a WeChat message is meant for somebody who is no contact of the manager's. */
  isReachable: z.boolean(),
});
export type DraftVerdict = z.infer<typeof draftVerdict>;

/** Messages that a manager writes to one client: offered, checked, copied and, once he says so, on record as sent. */
export const messagesContract = {
  /** The texts for a client, channel and reason, filled; what is missing; how far pace and capacity are used up. */
  drafts: procedure
    .input(
      z.object({
        clientId: idField,
        channel: messageChannelField,
        reason: z.enum(reasons).default('MANUAL'),
        factId: idField.nullable().default(null),
      }),
    )
    .output(
      z.object({
        name: z.string(),
        phoneMasked: z.string().nullable(),
        texts: z.array(offeredText),
        told: z.array(told),
        birthDay: dayField.nullable(),
        gates: z.object({ MARKETING: contactVerdict, SERVICE: contactVerdict }),
        /** What came of this manager's messages: how many were sent and replied to, by kind and by text. */
        replies: z.object({
          days: z.int(),
          kinds: z.object({ PERSONAL: replyCount, MASS: replyCount }),
          texts: z.array(replyCount.extend({ textId: idField })),
        }),
        accounts: z.array(wechatAccountField),
        capacities: z.array(capacity),
        pace,
        now: instantField,
      }),
    ),
  /** Checks a draft as it is being edited; stores nothing. */
  check: procedure.input(draft).output(draftVerdict),
  /** Checks a draft and gives out its words; for an SMS the number too, which is logged as looked at. */
  take: procedure
    .errors({ BLOCKED: { message: 'This message may not be sent.', data: draftVerdict } })
    .input(draft.extend({ contactId: z.uuid() }))
    .output(z.object({ text: z.string(), phone: z.string().nullable(), takenAt: instantField })),
  /** Puts on record that the manager sent what he took. The same contact id twice is one message. */
  confirmSent: procedure
    .errors({ NOT_TAKEN: { message: 'These words were not taken, or were changed since.' } })
    .input(
      draft.extend({ contactId: z.uuid(), taskId: idField.nullable().default(null), takenAt: instantField }),
    )
    .output(z.object({ contactId: idField, undoUntil: instantField, isRepeat: z.boolean() })),
  /** Notes that the client replied to a message that was sent, or takes that note back. */
  reply: procedure.input(z.object({ contactId: idField, isReply: z.boolean() })),
  /** Keeps something the client told us and that may be said back to him. */
  addFact: procedure
    .errors({ CONSENT_MISSING: { message: 'This is sensitive: ask the client whether it may be kept.' } })
    .input(
      z.object({
        clientId: idField,
        kind: personalFactFields.shape.kind,
        text: personalFactFields.shape.text,
        agreed: personalFactFields.shape.agreed,
      }),
    )
    .output(z.object({ id: idField })),
  removeFact: procedure.input(z.object({ id: idField })),
  facts: procedure.input(z.object({ clientId: idField })).output(z.array(told)),
  /** Notes that a client is, or is no longer, a contact of one's own WeChat account. */
  setFriend: procedure
    .errors({ ACCOUNT_FULL: { message: 'This WeChat account takes nobody more.' } })
    .input(z.object({ clientId: idField, account: wechatAccountField, isFriend: z.boolean() })),
};

export type MessageDraft = z.infer<typeof draft>;
