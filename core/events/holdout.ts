import type { Id } from '#core/base/ids.ts';

/** Whom the draw is about: the event is part of it, so that the same clients are not left out every time. */
export interface HoldoutDraw {
  readonly clientId: Id;
  readonly eventId: Id;
  readonly salt: string;
}

/**
 * True where the draw leaves a client out of an event's invitations. The draw hangs on the three names alone: every
 * device, at any time and in any order, draws the same, and a larger share leaves out all that a smaller one did (domain §3.9).
 */
export function isHeldOut({ clientId, eventId, salt }: HoldoutDraw, percent: number): boolean {
  return placeOf(`${salt}/${eventId}/${clientId}`) < percent / 100;
}

const range = 2 ** 32;

/** Returns a place in [0, 1) for a text: FNV-1a, stirred once more so that texts which differ at the end fall far apart. */
function placeOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / range;
}
