import { createHash } from 'node:crypto';
import { canonicalJson } from '#core/sync/canonical.ts';
import type { Mutation } from '#core/sync/protocol.ts';

/**
 * Hashes what an intent says, to tell a replay from another use of its mid. `base` and `schema` are left out: a device
 * lowers its bases after a restore of the centre and may have been upgraded when it offers an intent once more.
 */
export function payloadHash({ base: _base, schema: _schema, ...said }: Mutation): Buffer {
  return createHash('sha256').update(canonicalJson(said)).digest();
}

/** Hashes a whole push from the hashes of its mutations in order. */
export function pushHash(hashes: Iterable<Buffer>): Buffer {
  const all = createHash('sha256');
  for (const hash of hashes) all.update(hash);
  return all.digest();
}
