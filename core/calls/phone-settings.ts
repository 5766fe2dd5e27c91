import { z } from 'zod';
import { dialWays } from '#core/calls/phone-call.ts';

/** Plain `ws:` is for a gateway on this machine only: the account's password must not cross a network in the open. */
const serverField = z
  .string()
  .max(200)
  .refine((text) => originOfServer(text) !== null);

/** How this workstation dials, and the manager's account at the firm's telephone server; the password lies elsewhere. */
export const phoneSettings = z.object({
  way: z.enum(dialWays),
  /** `wss://pbx.firm.example:7443/ws`; empty = no softphone. */
  server: z.union([z.literal(''), serverField]),
  /** `8001@pbx.firm.example`: user and domain. */
  account: z.union([z.literal(''), z.string().regex(/^[\w.+~*#-]{1,60}@[\w.:-]{1,120}$/)]),
  /** The name the server may show. */
  display: z.string().trim().max(40),
  /** Dialled before every number to get an outside line. */
  prefix: z.string().regex(/^[\d*#]{0,6}$/),
});
export type PhoneSettings = z.infer<typeof phoneSettings>;

export const noPhone: PhoneSettings = { way: 'TEL', server: '', account: '', display: '', prefix: '' };

/** Returns the origin the screen must be let talk to, e.g. `wss://pbx.firm.example:7443`; null for what is no such address. The usual port is left out, as browsers do. */
export function originOfServer(server: string): string | null {
  const match = /^(wss?):\/\/([a-z\d.-]+|\[[\da-f:]+\])(:\d{1,5})?(?:\/[\w./-]*)?$/i.exec(server);
  if (!match) return null;
  const [, scheme = '', host = '', port = ''] = match;
  const isHere = host === '127.0.0.1' || host === 'localhost' || host === '[::1]';
  if (scheme.toLowerCase() === 'ws' && !isHere) return null;
  const usual = scheme.toLowerCase() === 'ws' ? ':80' : ':443';
  return `${scheme}://${host}${port === usual ? '' : port}`.toLowerCase();
}

/** True when the softphone has all it needs but the password. */
export function hasSoftphone({ server, account }: PhoneSettings): boolean {
  return server !== '' && account !== '';
}
