import { z } from 'zod';
import { contactFields } from '#core/calls/contact.ts';
import { activityFields, revealFields } from '#core/clients/client.ts';
import { checkInFields, guestFields } from '#core/events/event.ts';
import { gateCodes } from '#core/consent/contact-gate.ts';
import {
  channelField,
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
    isUndone: z.boolean(),
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
]);
export type TimelineEntry = z.infer<typeof timelineEntry>;

/** Where a page of the timeline ended: the next one starts with what is older. */
export const timelineCursor = z.object({ at: instantField, id: idField });
export type TimelineCursor = z.infer<typeof timelineCursor>;
