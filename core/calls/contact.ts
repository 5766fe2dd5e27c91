import { z } from 'zod';
import { channelField, idField, instantField, purposeField, textField } from '#core/sync/fields.ts';

/** The fourteen outcomes of a call (domain §3.3). */
export const outcomes = [
  'NO_ANSWER',
  'BUSY',
  'OFF_SIGNAL',
  'CALLBACK',
  'INTERESTED',
  'SALON_YES',
  'DONE_SERVICE',
  'NOT_NOW',
  'REFUSE',
  'WRONG',
  'DNC',
  'COMPLAINT',
  'RETEST',
  'TRANSFER',
] as const;
export type Outcome = (typeof outcomes)[number];

/** What became of a contact: a call's outcome, or `SENT` for a message the manager says he sent. */
export const contactOutcomes = [...outcomes, 'SENT'] as const;
export type ContactOutcome = (typeof contactOutcomes)[number];

/** Why a client is in the queue, in queue order (domain §3.3). */
export const reasons = [
  'CALLBACK_DUE',
  'COMPLAINT',
  'MATURITY',
  'GOLDEN_WINDOW',
  'CHURN',
  'EVENT_CONFIRM',
  'TEST_EXPIRING',
  'BIRTHDAY',
  'FRESH',
  'MANUAL',
] as const;
export type Reason = (typeof reasons)[number];

/** One contact with a client: a fact. Undoing it is another fact (`undoFields`). */
export const contactFields = z.object({
  clientId: idField,
  managerId: idField,
  channel: channelField,
  purpose: purposeField,
  reason: z.enum(reasons),
  outcome: z.enum(contactOutcomes),
  note: textField,
  startedAt: instantField,
  endedAt: instantField,
  /** The task this contact answered, if any. */
  taskId: idField.nullable(),
});
export type ContactFields = z.infer<typeof contactFields>;

/** Takes back a contact logged by mistake; both facts stay. */
export const contactUndoFields = z.object({
  clientId: idField,
  contactId: idField,
  managerId: idField,
  undoneAt: instantField,
});

/** Something a manager owes a client by a time. */
export const taskFields = z.object({
  clientId: idField,
  managerId: idField,
  kind: z.enum([
    'CALLBACK',
    'RETRY',
    'FOLLOW_UP',
    'COMPLAINT',
    'RISK_TEST',
    'EVENT_CONFIRM',
    'THANK_YOU',
    'SUITABILITY',
    'OTHER',
  ]),
  dueAt: instantField,
  text: textField,
  status: z.enum(['OPEN', 'DONE', 'CANCELLED']),
  /** The contact that created it, if any. */
  fromContactId: idField.nullable(),
  closedAt: instantField.nullable(),
});
export type TaskFields = z.infer<typeof taskFields>;
