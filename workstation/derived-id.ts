import { createHash } from 'node:crypto';
import type { Id } from '#core/base/ids.ts';

/**
 * Returns the id that every device gives to a row it draws from the same facts: a UUIDv8 over what the row is about. Two
 * devices that conclude the same while offline make one row of it (docs/protocol.md, "Merging").
 */
export function derivedId(...about: readonly [string, ...string[]]): Id {
  const hash = createHash('sha256').update(JSON.stringify(about)).digest('hex');
  const variant = '89ab'[Number.parseInt(hash.charAt(16), 16) % 4];
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `${variant}${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-');
}
