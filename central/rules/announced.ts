import { createHash } from 'node:crypto';
import { businessDayOf, type Instant } from '#core/base/time.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import { signedText, type RuleVersionFields } from '#core/risk/rule-version.ts';
import { proofText, signingKey, signingKeyName, type SigningKey } from '#core/risk/signing-key.ts';
import { canonicalJson } from '#core/sync/canonical.ts';
import { firstSigner, readSigner, type Signer } from '#central/rules/signing-key.ts';
import type { StoredRecord, Tenant } from '#central/store/shapes.ts';
import type { Snapshot } from '#central/store/store.ts';
import { tenantScope } from '#central/sync/grants.ts';

/** Returns every version a branch was given. */
export async function storedVersions(snapshot: Snapshot): Promise<RuleVersionFields[]> {
  const records = await snapshot.recordsIn('ruleVersion', [tenantScope]);
  return records.map(({ data }) => data as unknown as RuleVersionFields);
}

/** Returns the key that signs now, as it was announced; null where none was yet. */
export function announcedKey(versions: readonly RuleVersionFields[]): SigningKey | null {
  const [last] = versions
    .filter(({ kind }) => kind === 'SIGNING_KEY')
    .toSorted((a, b) => b.number - a.number);
  return last ? signingKey.parse(JSON.parse(last.content)) : null;
}

/** Returns the public key a device that enrols now pins. */
export async function publicKeyOf(snapshot: Snapshot, secret: Buffer): Promise<string> {
  return announcedKey(await storedVersions(snapshot))?.publicKey ?? firstSigner(secret).publicKey;
}

/** Returns the key to sign with: the one that was announced last, given as a file where it is not the branch's first. */
export function signerFor(
  { secret }: Pick<Tenant, 'secret'>,
  versions: readonly RuleVersionFields[],
  pem: string | null,
): Result<Signer, string> {
  const signer = pem === null ? firstSigner(secret) : readSigner(pem);
  if (!signer) return fail('The file given as the key holds no Ed25519 key.');
  const wanted = announcedKey(versions)?.publicKey ?? firstSigner(secret).publicKey;
  if (signer.publicKey === wanted) return ok(signer);
  return fail(
    pem === null
      ? `This branch's key was changed to ${wanted}: name its file with --key-file.`
      : `The key of this branch is ${wanted}, the file holds ${signer.publicKey}.`,
  );
}

interface Announcement {
  readonly tenantId: string;
  /** The key that signs from now on. */
  readonly signer: Signer;
  /** The key that signed before; the new one itself where it is the first. */
  readonly before: Signer;
  readonly versions: readonly RuleVersionFields[];
  readonly now: Instant;
}

/** Makes the version that announces a key: signed by the one before, with everything published until now in its list. */
export function announcementOf({ tenantId, signer, before, versions, now }: Announcement): RuleVersionFields {
  const number = 1 + Math.max(0, ...versions.map((one) => (one.kind === 'SIGNING_KEY' ? one.number : 0)));
  const sealed = versions.map((one) => sha256(signedText(tenantId, one))).toSorted();
  const said = { version: number, publicKey: signer.publicKey, sealed };
  const content = canonicalJson({
    id: signingKeyName,
    effectiveFrom: businessDayOf(now),
    ...said,
    proof: signer.sign(proofText(tenantId, said)),
  });
  return signedVersion(tenantId, before, {
    kind: 'SIGNING_KEY',
    name: signingKeyName,
    number,
    effectiveFrom: now,
    publishedAt: now,
    content,
  });
}

/**
 * Returns the announcement of a branch's first key where it was not made yet: with it a device that pinned no key when it
 * enrolled learns it.
 */
export function firstAnnouncement(
  tenantId: string,
  given: Pick<Announcement, 'signer' | 'versions' | 'now'>,
): RuleVersionFields[] {
  if (announcedKey(given.versions)) return [];
  return [announcementOf({ tenantId, ...given, before: given.signer })];
}

/** Signs a version. */
export function signedVersion(
  tenantId: string,
  signer: Signer,
  version: Omit<RuleVersionFields, 'signature'>,
): RuleVersionFields {
  return { ...version, signature: signer.sign(signedText(tenantId, version)) };
}

/** Makes the record of a version. */
export function versionRecord(id: string, seq: number, data: RuleVersionFields): StoredRecord {
  return { entity: 'ruleVersion', id, scope: tenantScope, seq, data: { ...data }, marks: {} };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
