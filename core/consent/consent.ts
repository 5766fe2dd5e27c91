import { z } from 'zod';
import { channelField, idField, instantField, purposeField, textField } from '#core/sync/fields.ts';

/**
 * One entry of the consent ledger: given or withdrawn, per purpose and channel, with evidence.
 * `channel: null` covers every channel; a withdrawal for every channel and purpose is do-not-contact.
 */
export const consentFields = z.object({
  clientId: idField,
  channel: channelField.nullable(),
  purpose: purposeField.nullable(),
  given: z.boolean(),
  evidence: textField,
  recordedBy: idField,
  recordedAt: instantField,
  expiresAt: instantField.nullable(),
});
export type ConsentFields = z.infer<typeof consentFields>;
