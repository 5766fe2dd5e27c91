import { z } from 'zod';
import { contactFields, contactOutcomes } from '#core/calls/contact.ts';
import { activityFields, revealFields } from '#core/clients/client.ts';
import { checkInFields, guestFields } from '#core/events/event.ts';
import { gateCodes } from '#core/consent/contact-gate.ts';
import { verdictFields } from '#core/risk/suitability-record.ts';
import { bookField } from '#core/risk/suitability.ts';
import {
  channelField,
  dayField,
  fenField,
  idField,
  instantField,
  levelField,
  purposeField,
} from '#core/sync/fields.ts';

const entry = z.object({
  id: idField,
  at: instantField,
  /** Name of the manager it comes from, where one is known. */
  by: z.string().nullable(),
  /** True until the centre has taken it. */
  isPending: z.boolean(),
});

/** One thing in a client's life with the firm, newest first on screen. */
export const timelineEntry = z.discriminatedUnion('kind', [
  entry.extend({
    kind: z.literal('CONTACT'),
    channel: channelField,
    purpose: purposeField,
    outcome: contactFields.shape.outcome,
    note: z.string(),
    durationMs: z.int(),
    /** The words of a message as they were sent; null for other contacts. */
    words: z.string().nullable(),
    textVersion: z.int().nullable(),
    isUndone: z.boolean(),
    /** Called as a service although the reason would sell. */
    isAsService: z.boolean(),
    /** The client replied to this message. */
    isReplied: z.boolean(),
    /** The rule that all devices' work together shows it broke; null for most. */
    over: z.object({ code: z.enum(gateCodes), ruleId: z.string() }).nullable(),
  }),
  entry.extend({ kind: z.literal('NOTE'), text: z.string() }),
  entry.extend({
    kind: z.literal('RISK_TEST'),
    level: levelField,
    /** The level of the test before; null for the first. */
    previousLevel: levelField.nullable(),
    score: z.int(),
    isVoid: z.boolean(),
  }),
  entry.extend({
    kind: z.literal('ACTIVITY'),
    activity: activityFields.shape.kind,
    amountFen: fenField.nullable(),
    productName: z.string().nullable(),
  }),
  entry.extend({
    kind: z.literal('CONSENT'),
    channel: channelField.nullable(),
    purpose: purposeField.nullable(),
    given: z.boolean(),
    evidence: z.string(),
  }),
  entry.extend({
    kind: z.literal('EVENT'),
    eventId: idField,
    title: z.string().nullable(),
    state: guestFields.shape.state,
  }),
  entry.extend({
    kind: z.literal('CHECK_IN'),
    eventId: idField,
    title: z.string().nullable(),
    checkIn: checkInFields.shape.kind,
  }),
  entry.extend({ kind: z.literal('TAG'), name: z.string() }),
  entry.extend({ kind: z.literal('REVEAL'), reason: revealFields.shape.reason }),
  /** The product gate said no when somebody meant to name a product. */
  entry.extend({
    kind: z.literal('VERDICT'),
    productName: z.string().nullable(),
    place: verdictFields.shape.place,
    ruleId: z.string(),
    book: bookField,
    article: z.string(),
  }),
  /** The contact gate said no when somebody meant to act. */
  entry.extend({
    kind: z.literal('REFUSAL'),
    channel: channelField,
    purpose: purposeField,
    code: z.enum(gateCodes),
    ruleId: z.string(),
  }),
]);
export type TimelineEntry = z.infer<typeof timelineEntry>;

/** What the history of contacts can be narrowed to. */
export const historyKinds = ['PHONE', 'SMS', 'WECHAT', 'EMAIL', 'SALON', 'RISK', 'REFUSED'] as const;

/** Narrows a timeline; empty it lets everything through. */
export const timelineFilter = z.object({
  /** Contacts by channel (invitations and visits are salons), risk tests, refusals of both gates; null = everything. */
  kinds: z.array(z.enum(historyKinds)).nullable().default(null),
  outcome: z.enum(contactOutcomes).nullable().default(null),
  managerId: idField.nullable().default(null),
  /** Shanghai days, both included. */
  from: dayField.nullable().default(null),
  until: dayField.nullable().default(null),
});
export type TimelineFilter = z.infer<typeof timelineFilter>;

/** Where a page of the timeline ended: the next one starts with what is older. */
export const timelineCursor = z.object({ at: instantField, id: idField });
export type TimelineCursor = z.infer<typeof timelineCursor>;
