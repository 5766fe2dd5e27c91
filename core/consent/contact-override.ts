import { z } from 'zod';
import { gateCodes } from '#core/consent/contact-gate.ts';
import { idField, instantField } from '#core/sync/fields.ts';

/**
 * Why somebody made a contact although a rule that yields to a reason stood against it: a fact beside the contact and
 * its verdict. Source: S0.11.
 */
export const contactOverrideFields = z.object({
  clientId: idField,
  managerId: idField,
  contactId: idField,
  code: z.enum(gateCodes),
  reason: z.string().trim().min(1).max(200),
  recordedAt: instantField,
});
