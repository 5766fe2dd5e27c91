import { z } from 'zod';
import { procedure } from '#core/api/procedure.ts';
import { contactFields, outcomes, reasons, taskFields } from '#core/calls/contact.ts';
import { phoneCallFields } from '#core/calls/phone-call.ts';
import { gateCodes } from '#core/consent/contact-gate.ts';
import { churnCodes } from '#core/lifecycle/churn.ts';
import { stages } from '#core/lifecycle/stage.ts';
import {
  dayField,
  fenField,
  idField,
  instantField,
  levelField,
  purposeField,
  textField,
  tierField,
} from '#core/sync/fields.ts';

const reason = z.enum(reasons);
const taskKind = taskFields.shape.kind;

/** May this client be contacted now, by which rule of which policy version, and if not, when again. */
export const contactVerdict = z.object({
  allowed: z.boolean(),
  code: z.enum(gateCodes),
  ruleId: z.string(),
  policyVersion: z.int(),
  until: instantField.nullable(),
});

/** The numbers a reason is told with; which are set depends on the reason. */
export const reasonDetail = z.object({
  days: z.int().nullable(),
  amountFen: fenField.nullable(),
  title: z.string().nullable(),
  at: instantField.nullable(),
  score: z.int().nullable(),
});

export const queueItem = z.object({
  clientId: idField,
  name: z.string(),
  tier: tierField,
  reason,
  taskId: idField.nullable(),
  taskKind: taskKind.nullable(),
  dueAt: instantField.nullable(),
  detail: reasonDetail,
  verdict: contactVerdict,
});
export type QueueItem = z.infer<typeof queueItem>;

export const cardFact = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('AUM'), amountFen: fenField }),
  z.object({
    kind: z.literal('MATURITY'),
    product: z.string().nullable(),
    amountFen: fenField,
    day: dayField,
  }),
  z.object({ kind: z.literal('GOLDEN'), days: z.int() }),
  z.object({
    kind: z.literal('CHURN'),
    score: z.int(),
    code: z.enum(churnCodes).nullable(),
    value: z.number(),
  }),
  z.object({ kind: z.literal('EVENT'), title: z.string(), at: instantField }),
  z.object({ kind: z.literal('BIRTHDAY'), days: z.int(), day: dayField }),
  z.object({ kind: z.literal('LOGIN'), days: z.int() }),
  z.object({ kind: z.literal('TRADE'), days: z.int() }),
  z.object({ kind: z.literal('ELSEWHERE'), text: z.string() }),
  z.object({ kind: z.literal('COMPLETENESS'), percent: z.int() }),
]);
export type CardFact = z.infer<typeof cardFact>;

export const callCard = z.object({
  clientId: idField,
  name: z.string(),
  gender: z.enum(['F', 'M']).nullable(),
  age: z.int().nullable(),
  city: z.string().nullable(),
  occupation: z.string().nullable(),
  tier: tierField,
  phoneMasked: z.string().nullable(),
  phoneUsable: z.boolean(),
  stage: z.enum(stages),
  goldenDaysLeft: z.int().nullable(),
  level: levelField.nullable(),
  levelThrough: dayField.nullable(),
  reason,
  taskId: idField.nullable(),
  taskKind: taskKind.nullable(),
  taskText: z.string(),
  dueAt: instantField.nullable(),
  detail: reasonDetail,
  purpose: purposeField,
  verdict: contactVerdict,
  facts: z.array(cardFact),
  lastContacts: z.array(
    z.object({
      id: idField,
      channel: contactFields.shape.channel,
      reason,
      outcome: contactFields.shape.outcome,
      note: z.string(),
      at: instantField,
      managerName: z.string().nullable(),
    }),
  ),
  script: z.object({
    version: z.int(),
    reviewedOn: dayField.nullable(),
    lines: z.object({ 'zh-CN': z.array(z.string()), en: z.array(z.string()) }),
  }),
});
export type CallCard = z.infer<typeof callCard>;

export const callCounters = z.object({
  dialled: z.int(),
  reached: z.int(),
  byOutcome: z.partialRecord(z.enum(outcomes), z.int()),
});
export type CallCounters = z.infer<typeof callCounters>;

/** A call as the telephone saw it: by which way it was dialled, when it was answered, when and how it ended. */
export const lineRecord = phoneCallFields
  .pick({ way: true, dialledAt: true, answeredAt: true, endedAt: true, ending: true })
  .extend({ asService: z.boolean() });
export type LineRecord = z.infer<typeof lineRecord>;

const createdTask = z.object({ id: idField, kind: taskKind, dueAt: instantField });

/** Calling clients one after the other. */
export const callsContract = {
  /** The next clients in order, those who may be called first; with the full cards of the first few. */
  queue: procedure.input(z.object({ limit: z.int().min(1).max(50).default(8) })).output(
    z.object({
      items: z.array(queueItem),
      cards: z.array(callCard),
      /** The workstation's time, by which everything here was judged. */
      now: instantField,
      /** The dates behind the follow-up chips: one, three and seven days on, moved to the next opening. */
      chips: z.object({ plus1: instantField, plus3: instantField, plus7: instantField }),
      builtMs: z.number(),
    }),
  ),
  /** One client's card; the reason is the queue's, or MANUAL where none applies. */
  card: procedure.input(z.object({ clientId: idField })).output(callCard),
  /** Logs an outcome with everything it leads to, in one group. The same contact id twice is one contact. */
  log: procedure
    .errors({
      /** The gate said no when the call began, and the outcome is not one of a call the client made. */
      BLOCKED: { message: 'This client may not be called now.', data: contactVerdict },
      BAD_FOLLOW_UP: { message: 'The agreed time lies in the past or outside calling hours.' },
    })
    .input(
      z.object({
        contactId: z.uuid(),
        clientId: idField,
        outcome: z.enum(outcomes),
        reason,
        taskId: idField.nullable(),
        note: textField,
        followUpAt: instantField.nullable().default(null),
        startedAt: instantField,
        /** What the telephone says of it, where the number was dialled from here. */
        line: lineRecord.nullable().default(null),
      }),
    )
    .output(
      z.object({
        contactId: idField,
        isRepeat: z.boolean(),
        tasks: z.array(createdTask),
        guestState: z.string().nullable(),
        undoUntil: instantField,
        counters: callCounters,
      }),
    ),
  /** Takes a logged call back with everything it led to, within ten seconds. */
  undo: procedure
    .errors({ TOO_LATE: { message: 'The ten seconds are over.' } })
    .input(z.object({ contactId: idField })),
  /** Gives the step a call led to another date, within the same ten seconds. */
  reschedule: procedure
    .errors({
      TOO_LATE: { message: 'The ten seconds are over.' },
      BAD_FOLLOW_UP: { message: 'The agreed time lies in the past or outside calling hours.' },
    })
    .input(z.object({ contactId: idField, followUpAt: instantField }))
    .output(z.array(createdTask)),
  /** Lets a client wait, with a reason, on this workstation only. */
  skip: procedure
    .input(
      z.object({
        clientId: idField,
        reason: z.enum(['LATER_TODAY', 'TOMORROW', 'PREPARE_FIRST', 'OTHER_CHANNEL', 'NOT_FITTING']),
      }),
    )
    .output(z.object({ until: instantField })),
  counters: procedure.output(callCounters),
};
