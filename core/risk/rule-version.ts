import { z } from 'zod';
import { canonicalJson } from '#core/sync/canonical.ts';
import { instantField } from '#core/sync/fields.ts';

/**
 * What the institution publishes: matching rules, questionnaires, the contact policy, call scripts, products, and the key
 * that signs all of it from now on.
 */
export const ruleKindField = z.enum([
  'SUITABILITY',
  'SHEET',
  'CONTACT_POLICY',
  'CALL_SCRIPTS',
  'SHELF',
  'SIGNING_KEY',
]);
export type RuleKind = z.infer<typeof ruleKindField>;

/**
 * One version of rule data as the centre published it: signed, in force from an instant, never changed afterwards and
 * kept for ever, since stored tests and verdicts name the version they were made with.
 */
export const ruleVersionFields = z.object({
  kind: ruleKindField,
  /** Which of its kind: the id of a sheet, else the kind's only name. */
  name: z.string().min(1).max(60),
  /** Counts the versions of this name; what ships with the program is 1. */
  number: z.int().positive(),
  effectiveFrom: instantField,
  publishedAt: instantField,
  /** The rule data as canonical JSON, letter by letter as signed. */
  content: z.string().min(2).max(400_000),
  /** Ed25519 over `signedText`, base64url. */
  signature: z.string().max(120),
});
export type RuleVersionFields = z.infer<typeof ruleVersionFields>;

/** Returns the text a version's signature is over; it names the tenant, so that no other's version passes for it. */
export function signedText(tenantId: string, version: Omit<RuleVersionFields, 'signature'>): string {
  const { kind, name, number, effectiveFrom, publishedAt, content } = version;
  const said = { tenantId, kind, name, number, effectiveFrom, publishedAt, content };
  return `zhike rule version 1\n${canonicalJson(said)}`;
}
