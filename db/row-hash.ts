import { hash as digestOf } from 'node:crypto';
import { rowHash, type RowHash } from '#core/sync/digest.ts';
import type { Entity } from '#core/sync/entities.ts';

/** Returns a row's hash, computed here from its data. */
export function hashOf(entity: string, id: string, data: Readonly<Record<string, unknown>>): RowHash {
  return rowHash((text) => digestOf('sha256', text, 'hex'), entity as Entity, id, data);
}
