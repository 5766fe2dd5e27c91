import { z } from 'zod';
import { procedure } from '#core/api/procedure.ts';
import { namedProduct } from '#core/api/risk-verdict.ts';
import { contactFields, outcomes, reasons, taskFields } from '#core/calls/contact.ts';
import { callQuestion } from '#core/calls/next-question.ts';
import { phoneCallFields } from '#core/calls/phone-call.ts';
import { questionCodes } from '#core/clients/completeness.ts';
import { gateCodes } from '#core/consent/contact-gate.ts';
import { ladderRungs } from '#core/consent/policy.ts';
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
  taskText: z.string(),
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

const wordFound = z.object({ word: z.string(), articles: z.array(z.string()), advice: z.string() });

/** What may be said, and the lines left out: by missing facts (their names) or by banned words. */
const scriptText = z.object({
  lines: z.array(z.object({ text: z.string(), cautions: z.array(wordFound) })),
  leftOut: z.array(z.object({ missing: z.array(z.string()), banned: z.array(wordFound) })),
});

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
  levelEndedOn: dayField.nullable(),
  isLevelExpired: z.boolean(),
  reason,
  taskId: idField.nullable(),
  taskKind: taskKind.nullable(),
  taskText: z.string(),
  dueAt: instantField.nullable(),
  detail: reasonDetail,
  purpose: purposeField,
  verdict: contactVerdict,
  facts: z.array(cardFact),
  /** What is most worth asking now; null when all is known or nothing should be asked. */
  question: callQuestion.extend({ percent: z.int(), percentAfter: z.int() }).nullable(),
  /** How well the client is known, the next rung of the ladder, and how to begin with whoever holds nothing yet. */
  relation: z.object({
    /** Two-way contacts in the last `days`. */
    strength: z.int(),
    days: z.int(),
    rung: z.enum(ladderRungs).nullable(),
    next: z.enum(ladderRungs).nullable(),
    /** When the next rung opens; null when it is open, or there is none. */
    opensAt: instantField.nullable(),
    advice: z.enum(['STARTER_ONLY', 'START_SMALL']).nullable(),
    largeAskFromFen: fenField,
  }),
  /** What one key invites to: the next salon with a free seat to which the client was not invited. */
  salon: z
    .object({
      eventId: idField,
      title: z.string(),
      startsAt: instantField,
      /** The lot left the client out of it: an invitation would be refused. */
      isLeftOut: z.boolean(),
    })
    .nullable(),
  lastContacts: z.array(
    z.object({
      id: idField,
      channel: contactFields.shape.channel,
      reason,
      outcome: contactFields.shape.outcome,
      note: z.string(),
      at: instantField,
      managerName: z.string().nullable(),
      /** Called as a service although the reason would sell. */
      isAsService: z.boolean(),
    }),
  ),
  script: z.object({
    version: z.int(),
    reviewedOn: dayField.nullable(),
    /** Products the script passes over in silence, each with the rule. */
    withheld: z.array(namedProduct),
    texts: z.object({ 'zh-CN': scriptText, en: scriptText }),
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

/** A call of this workstation that may still be taken back. */
const undoableCall = z.object({
  contactId: idField,
  clientId: idField,
  name: z.string(),
  outcome: z.enum(outcomes),
  tasks: z.array(createdTask),
  undoUntil: instantField,
});
export type UndoableCall = z.infer<typeof undoableCall>;

/** One reason for which a client could be called now, as the queue weighs them. */
const standingReason = z.object({
  reason,
  taskKind: taskKind.nullable(),
  dueAt: instantField.nullable(),
  detail: reasonDetail,
});

/** Calling clients one after the other. */
export const callsContract = {
  /** The next clients in order, those who may be called first; with the full cards of the first few. */
  queue: procedure
    .input(
      z.object({
        limit: z.int().min(1).max(50).default(8),
        /** The screen that asks: clients on the screen of another one are left to that one. */
        window: idField.nullable().default(null),
      }),
    )
    .output(
      z.object({
        items: z.array(queueItem),
        cards: z.array(callCard),
        /** The workstation's time, by which everything here was judged. */
        now: instantField,
        /** The dates behind the follow-up chips: one, three and seven days on, moved to the next opening. */
        chips: z.object({ plus1: instantField, plus3: instantField, plus7: instantField }),
        /** The newest call that may still be taken back, whichever screen logged it. */
        undoable: undoableCall.nullable(),
        builtMs: z.number(),
      }),
    ),
  /** One client's card; the reason is the queue's, or MANUAL where none applies. */
  card: procedure.input(z.object({ clientId: idField })).output(callCard),
  /** Every reason for which a client could be called now, in the order of the queue; empty for one chosen by hand. */
  why: procedure.input(z.object({ clientId: idField })).output(z.array(standingReason)),
  /** Says which client is on a screen, so that a second screen passes it over; answers whether one has it already. */
  hold: procedure
    .input(z.object({ window: idField, clientId: idField.nullable() }))
    .output(z.object({ isElsewhere: z.boolean() })),
  /** Writes what a client answered to the next best question; null = would rather not say, and it rests. */
  answer: procedure
    .errors({ BAD_ANSWER: { message: 'This is no answer to the question.' } })
    .input(
      z.object({ clientId: idField, code: z.enum(questionCodes), value: z.string().max(60).nullable() }),
    ),
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
        /** The client had left this workstation: the outcome is kept and goes up, nothing follows from it here. */
        isGone: z.boolean(),
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
