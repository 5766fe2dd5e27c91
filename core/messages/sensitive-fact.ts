import { z } from 'zod';
import sensitiveV1 from '#resources/sensitive-facts-v1.json' with { type: 'json' };
import { personalFactKindField, type PersonalFactFields } from '#core/messages/personal-fact.ts';

const { kinds, words } = z
  .object({ version: z.int(), kinds: z.array(personalFactKindField), words: z.array(z.string().min(1)) })
  .parse(sensitiveV1);

/**
 * True for what is kept only once the client agreed to exactly this (PIPL 28–29; which kinds and words the firm takes for
 * sensitive is data).
 */
export function asksConsent({ kind, text }: Pick<PersonalFactFields, 'kind' | 'text'>): boolean {
  const lower = `${text.toLowerCase()} `;
  return kinds.includes(kind) || words.some((word) => lower.includes(word));
}
