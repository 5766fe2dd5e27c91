import { z } from 'zod';
import { reasons } from '#core/calls/contact.ts';
import { gateCodes } from '#core/consent/contact-gate.ts';
import { channelField, idField, instantField, purposeField } from '#core/sync/fields.ts';

/**
 * What the contact gate answered when somebody acted on it: dialled, logged a call, took a text, invited. A fact, one
 * per act: looking at a card stores nothing. Refused acts are kept too, with no contact.
 */
export const contactVerdictFields = z.object({
  clientId: idField,
  /** Who asked. */
  managerId: idField,
  channel: channelField,
  purpose: purposeField,
  reason: z.enum(reasons),
  /** `OK` = allowed; else the first failure (domain §3.7). */
  code: z.enum(gateCodes),
  ruleId: z.string().max(20),
  policyVersion: z.int().positive(),
  /** When it might be tried again; null when only the client or a colleague can change it. */
  until: instantField.nullable(),
  /** The hour the client had asked to be called at, where that decided (CP16). */
  agreedAt: instantField.nullable(),
  /** The last four digits of the number the question was about; null where the channel needs none. */
  numberTail: z.string().max(4).nullable(),
  /** The contact that followed, or is about to; null for a refused act. */
  contactId: idField.nullable(),
  judgedAt: instantField,
});
export type ContactVerdictFields = z.infer<typeof contactVerdictFields>;
