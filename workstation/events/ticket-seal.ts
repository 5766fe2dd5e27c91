import { createHmac } from 'node:crypto';
import type { Seal } from '#core/events/ticket.ts';

/** Returns what seals a text with an event's key: HMAC-SHA256, which only who holds the key can make. */
export function sealWith(ticketKey: string): Seal {
  const key = Buffer.from(ticketKey, 'base64url');
  return (text) => createHmac('sha256', key).update(`zhike ticket 1\n${text}`).digest();
}
