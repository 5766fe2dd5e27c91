import { canonicalJson } from '#core/sync/canonical.ts';
import type { Entity } from '#core/sync/entities.ts';

/** SHA-256 of a UTF-8 text as lower-case hex; passed in because core owns no crypto. */
export type Sha256Hex = (text: string) => string;

/** The first 52 bits of a row's hash as two 26-bit limbs, so that sums of many rows stay exact. */
export interface RowHash {
  readonly hi: number;
  readonly lo: number;
}

/** Returns a row's hash over its kind, id and canonical data. It must always be computed, never adopted. */
export function rowHash(
  sha256: Sha256Hex,
  entity: Entity,
  id: string,
  data: Readonly<Record<string, unknown>>,
): RowHash {
  const hex = sha256(`${entity}\n${id}\n${canonicalJson(data)}`);
  const bits = Number.parseInt(hex.slice(0, 13), 16);
  return { hi: Math.floor(bits / 0x4000000), lo: bits % 0x4000000 };
}

/** Returns the digest bucket of an id: its last two characters, 256 buckets for UUIDs. */
export function bucketOf(id: string): string {
  return id.slice(-2);
}
