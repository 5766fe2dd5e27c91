import { z } from 'zod';
import { canonicalJson } from '#core/sync/canonical.ts';
import { dayField } from '#core/sync/fields.ts';

/** The one name of announced keys. */
export const signingKeyName = 'signing-key';

/** Ed25519, 32 bytes, base64url. */
const publicKeyField = z.string().min(43).max(43);

/**
 * Announces the key that signs from now on. The row that carries it is signed by the key before, or by itself where it
 * is the first; `proof` is the announced key's own signature, so that a device that enrolled later and knows this key only
 * believes the list as well.
 */
export const signingKey = z.object({
  id: z.literal(signingKeyName),
  version: z.int().positive(),
  effectiveFrom: dayField,
  publicKey: publicKeyField,
  /** SHA-256 of what every version published before is signed over: these stay, whatever an older key signs from now on. */
  sealed: z.array(z.string().length(64)),
  proof: z.string().max(120),
});
export type SigningKey = z.infer<typeof signingKey>;

/** Returns the text an announcement's proof is over. */
export function proofText(
  tenantId: string,
  { version, publicKey, sealed }: Pick<SigningKey, 'version' | 'publicKey' | 'sealed'>,
): string {
  return `zhike signing key 1\n${canonicalJson({ tenantId, version, publicKey, sealed })}`;
}
