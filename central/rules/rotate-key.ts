import { fail, ok, type Result } from '#core/base/result.ts';
import type { CentreContext } from '#central/context.ts';
import {
  announcementOf,
  firstAnnouncement,
  signerFor,
  storedVersions,
  versionRecord,
} from '#central/rules/announced.ts';
import { readSigner } from '#central/rules/signing-key.ts';

export interface KeyOrder {
  readonly tenantId: string;
  /** The file of the key that signs now; null for a branch's first, which follows from its secret. */
  readonly keyFile: string | null;
  /** The file of the key that signs from now on. */
  readonly newKeyFile: string;
  /** Says what would happen and does nothing. */
  readonly isDryRun: boolean;
}

/** The key that signs from now on, and how many versions stay as they were signed. */
export interface KeyChange {
  readonly number: number;
  readonly publicKey: string;
  readonly before: string;
  readonly sealed: number;
}

/**
 * Announces another key to a branch's devices, signed by the one before. What was published until now stays in force by
 * the list in the announcement; whatever the old key signs afterwards counts nowhere. Throws nothing; refused in words.
 */
export async function rotateKey(
  { store, clock, newId }: Pick<CentreContext, 'store' | 'clock' | 'newId'>,
  { tenantId, keyFile, newKeyFile, isDryRun }: KeyOrder,
): Promise<Result<KeyChange, string[]>> {
  const signer = readSigner(newKeyFile);
  if (!signer) return fail(['The new key is no Ed25519 key.']);
  return store.write(tenantId, async (tx) => {
    const tenant = await tx.tenant();
    if (!tenant) return fail([`There is no branch ${tenantId}.`]);
    const { seq } = await tx.lockCounter();
    const known = await storedVersions(tx);
    const before = signerFor(tenant, known, keyFile);
    if (!before.ok) return fail([before.error]);
    if (before.value.publicKey === signer.publicKey) return fail(['This key signs already.']);
    const now = clock();
    const first = firstAnnouncement(tenantId, { signer: before.value, versions: known, now });
    const versions = [...known, ...first];
    const announced = announcementOf({ tenantId, signer, before: before.value, versions, now });
    if (!isDryRun) {
      const rows = [...first, announced];
      await tx.writeRecords(rows.map((row, index) => versionRecord(newId(), seq + index + 1, row)));
      await tx.moveCounter(seq + rows.length);
    }
    const { number } = announced;
    const { publicKey } = signer;
    return ok({ number, publicKey, before: before.value.publicKey, sealed: versions.length });
  });
}
