import { createHash } from 'node:crypto';
import { rowHash, type RowHash, type Sha256Hex } from '#core/sync/digest.ts';
import type { StoredRecord } from '#central/store/shapes.ts';

const sha256Hex: Sha256Hex = (text) => createHash('sha256').update(text).digest('hex');

/** Returns the hash a store keeps with a living row; null for a tombstone. */
export function storedHash({ entity, id, data }: StoredRecord): RowHash | null {
  return data && rowHash(sha256Hex, entity, id, data);
}
