import { z } from 'zod';
import { idField, instantField } from '#core/sync/fields.ts';

/** How a number left the workstation: the system's dialler, the softphone, or the clipboard as the last resort. */
export const dialWays = ['TEL', 'SIP', 'COPY'] as const;
export type DialWay = (typeof dialWays)[number];

/** How a call over the softphone ended: who hung up, or why there was no conversation. */
export const callEndings = [
  'SELF',
  'CLIENT',
  'CANCELLED',
  'BUSY',
  'DECLINED',
  'NO_ANSWER',
  'NOT_IN_SERVICE',
  'NOT_REACHABLE',
  'MIC_REFUSED',
  'MIC_MISSING',
  'NO_SOUND',
  'NOT_ALLOWED',
  'LINE_LOST',
  'SERVER_TROUBLE',
] as const;
export type CallEnding = (typeof callEndings)[number];

/** What the line did during one contact: a fact beside the contact, from the telephone and not from memory. */
export const phoneCallFields = z.object({
  clientId: idField,
  managerId: idField,
  /** The contact in which the call was logged. */
  contactId: idField,
  way: z.enum(dialWays),
  dialledAt: instantField,
  /** When the other side picked up; null where nobody did, or where only the softphone could know. */
  answeredAt: instantField.nullable(),
  /** When the line was free again; null where only the softphone could know. */
  endedAt: instantField.nullable(),
  ending: z.enum(callEndings).nullable(),
});
