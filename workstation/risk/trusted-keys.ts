import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';
import { signedText, type RuleVersionFields } from '#core/risk/rule-version.ts';
import { proofText, signingKey, type SigningKey } from '#core/risk/signing-key.ts';

/** What a device believes of what the centre publishes. */
export interface Trust {
  /** The key that signs now; null: none is known, nothing is believed. */
  readonly key: string | null;
  /** Whether the institution published this version, by the key of now or before that key was announced. */
  readonly isSigned: (version: RuleVersionFields) => boolean;
}

interface Announced {
  readonly version: RuleVersionFields;
  readonly said: SigningKey;
}

/**
 * Follows the announced keys from the one this device pinned: each is signed by the one before and by itself. Where none
 * was pinned the first key announced is believed, as it came over the line the device enrolled on. Versions signed by an
 * older key count when the announcement of the newest lists them: whoever got hold of an old key adds nothing.
 */
export function trustOf(
  { tenantId, pinned }: { readonly tenantId: string; readonly pinned: string | null },
  versions: readonly RuleVersionFields[],
): Trust {
  const announced = versions
    .flatMap((version) => announcedBy(tenantId, version))
    .toSorted((a, b) => a.said.version - b.said.version);
  const own = announced.find(({ said }) =>
    pinned === null ? said.version === 1 : said.publicKey === pinned,
  );
  let key = pinned ?? own?.said.publicKey ?? null;
  let newest = own ?? null;
  const chain = new Set(own ? [own.version] : []);
  for (const next of announced) {
    const isLater = next.said.version > (newest?.said.version ?? 0);
    if (key === null || !isLater || !isSignedBy(key, tenantId, next.version)) continue;
    key = next.said.publicKey;
    newest = next;
    chain.add(next.version);
  }
  const sealed = new Set(newest?.said.sealed);
  const isSigned = (version: RuleVersionFields): boolean =>
    chain.has(version) || isSignedBy(key, tenantId, version) || sealed.has(digestOf(tenantId, version));
  return { key, isSigned };
}

/** An announcement as far as its own key vouches for it. */
function announcedBy(tenantId: string, version: RuleVersionFields): Announced[] {
  if (version.kind !== 'SIGNING_KEY') return [];
  const read = signingKey.safeParse(jsonOf(version.content));
  if (!read.success || read.data.version !== version.number) return [];
  const isProven = holds(read.data.publicKey, proofText(tenantId, read.data), read.data.proof);
  return isProven ? [{ version, said: read.data }] : [];
}

function isSignedBy(key: string | null, tenantId: string, version: RuleVersionFields): boolean {
  return holds(key, signedText(tenantId, version), version.signature);
}

function holds(key: string | null, text: string, signature: string): boolean {
  const read = publicKey(key);
  return read !== null && verify(null, Buffer.from(text), read, Buffer.from(signature, 'base64url'));
}

function digestOf(tenantId: string, version: RuleVersionFields): string {
  return createHash('sha256').update(signedText(tenantId, version)).digest('hex');
}

/** What comes before the 32 bytes of an Ed25519 public key in its certificate form (RFC 8410). */
const spkiHead = Buffer.from('302a300506032b6570032100', 'hex');

function publicKey(pinned: string | null): KeyObject | null {
  const bytes = Buffer.from(pinned ?? '', 'base64url');
  if (bytes.length !== 32) return null;
  return createPublicKey({ key: Buffer.concat([spkiHead, bytes]), format: 'der', type: 'spki' });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
