import { z } from 'zod';
import dispositionsV1 from '#resources/dispositions-v1.json' with { type: 'json' };
import {
  outcomes,
  reasons,
  type ContactFields,
  type ContactOutcome,
  type Reason,
  type TaskFields,
} from '#core/calls/contact.ts';
import type { Purpose } from '#core/consent/policy.ts';
import { dayField, purposeField, tierField } from '#core/sync/fields.ts';

const window = z.tuple([z.int(), z.int()]);

const disposition = z.object({
  code: z.enum(outcomes),
  /** Physical key (KeyboardEvent.code): the same place on every layout and under any input method. */
  key: z.string(),
  /** What is printed on that key. */
  cap: z.string(),
  /** Did the call reach the client in person? */
  isReached: z.boolean(),
  next: z.enum([
    'RETRY',
    'CALLBACK',
    'FOLLOW_UP',
    'SALON',
    'CADENCE',
    'NURTURE',
    'STOP_MARKETING',
    'QUARANTINE',
    'STOP_ALL',
    'ESCALATE',
    'RISK_TEST',
    'HAND_OVER',
  ]),
  /** Unanswered attempts after which the client is left alone. */
  max: z.int().positive().optional(),
  retries: z.array(z.object({ minutes: z.int().positive(), otherBand: z.boolean() })).default([]),
  /** Default date of the next step, counted from the call. */
  followUpMinutes: z.int().positive().optional(),
  /** Days without marketing after the first, second … time this outcome came. */
  restDays: z.array(z.int().positive()).optional(),
  restDaysByTier: z.record(tierField, z.int().positive()).optional(),
  /** May be logged when no call may be made: the client rang or came by. */
  isInboundToo: z.boolean().default(false),
});

const schema = z.object({
  id: z.literal('dispositions'),
  version: z.int().positive(),
  effectiveFrom: dayField,
  source: z.string(),
  bands: z.array(z.object({ code: z.enum(['MORNING', 'AFTERNOON', 'EVENING']), window })),
  attempts: z.object({ withinDays: z.int().positive(), restDays: z.int().positive() }),
  /** Hour of the day before a salon at which the guest is called to confirm. */
  confirmHour: z.int(),
  /** Hour by which a complaint must have been taken up the same day. */
  complaintHour: z.int(),
  dispositions: z.array(disposition).length(outcomes.length),
  reasons: z.record(z.enum(reasons), z.object({ purpose: purposeField, quietDays: z.int().min(0) })),
  lookAhead: z.object({
    maturityDays: z.int(),
    goldenDays: z.int(),
    goldenWindowDays: z.int(),
    churnScore: z.int(),
    eventDays: z.int(),
    testDays: z.int(),
    birthdayDays: z.int(),
  }),
  skips: z.array(
    z.object({
      code: z.enum(['LATER_TODAY', 'TOMORROW', 'PREPARE_FIRST', 'OTHER_CHANNEL', 'NOT_FITTING']),
      key: z.string(),
      cap: z.string(),
      minutes: z.int().positive(),
    }),
  ),
});

export type CallRules = z.infer<typeof schema>;
type CallDisposition = z.infer<typeof disposition>;
/** What an outcome means; a message that was sent has one too, and leads to nothing by itself. */
export type Disposition = Omit<CallDisposition, 'code' | 'next'> & {
  readonly code: ContactOutcome;
  readonly next: CallDisposition['next'] | 'NOTHING';
};
export type SkipCode = CallRules['skips'][number]['code'];

/** Outcomes, time bands, reasons and skips in force: versioned data with a source (domain §3.3). */
export const callRules: CallRules = schema.parse(dispositionsV1);

/** A message is no conversation: nobody was reached in person. */
const sent: Disposition = {
  code: 'SENT',
  key: '',
  cap: '',
  isReached: false,
  next: 'NOTHING',
  retries: [],
  isInboundToo: false,
};

const byCode = new Map<ContactOutcome, Disposition>(
  [...callRules.dispositions, sent].map((one) => [one.code, one]),
);

/** Returns what an outcome means and leads to. */
export function dispositionOf(outcome: ContactOutcome): Disposition {
  const found = byCode.get(outcome);
  if (!found) throw new Error(`No disposition for ${outcome}.`);
  return found;
}

/**
 * True for a call made as a service although its reason would sell: only marketing rules forbade it, and the manager said
 * that it serves the client (CQ42).
 */
export function isAsService(
  { channel, purpose, reason }: Pick<ContactFields, 'channel' | 'purpose' | 'reason'>,
  taskKind: TaskFields['kind'] | null,
): boolean {
  return channel === 'PHONE' && purpose === 'SERVICE' && purposeOf(reason, taskKind) === 'MARKETING';
}

/**
 * Returns the purpose of a call made for a reason. A follow-up on interest is marketing although it stands
 * in line with the callbacks: the client agreed to hear more, not to be served.
 */
export function purposeOf(reason: Reason, taskKind: TaskFields['kind'] | null): Purpose {
  return taskKind === 'FOLLOW_UP' ? 'MARKETING' : callRules.reasons[reason].purpose;
}
