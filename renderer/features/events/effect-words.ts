import type { EventEffect } from '#core/api/event-effect.ts';
import { formatMoney } from '#renderer/lib/format.ts';

/** One window of an event's effect. */
export type EffectWindow = EventEffect['windows'][number];

/** A sum with its sign. */
export function signedMoney(fen: number): string {
  return signed(fen, (size) => formatMoney(Math.round(size)));
}

/** Hundredths of a share with their sign. */
export function signedPoints(share: number): string {
  return signed(share, (size) => (size * 100).toFixed(1));
}

/** Both signs as wide as a digit, so that a plus and a minus stand under each other. */
function signed(value: number, show: (size: number) => string): string {
  const sign = value > 0 ? '+' : value < 0 ? '−' : '';
  return sign + show(Math.abs(value));
}
