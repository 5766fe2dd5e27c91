import type { Random } from '#core/base/ids.ts';

/** A figure with the bounds it lies between with 95 % confidence. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** How many of how many. */
export interface Share {
  readonly hits: number;
  readonly of: number;
}

/** The standard normal's 97.5 % point. */
const z = 1.959963984540054;

/** Returns a share with Wilson's score interval; `of` must be above 0. */
export function wilson({ hits, of }: Share): Estimate {
  const value = hits / of;
  const spread = z * Math.sqrt((value * (1 - value)) / of + (z * z) / (4 * of * of));
  const centre = value + (z * z) / (2 * of);
  const scale = 1 + (z * z) / of;
  return { value, low: (centre - spread) / scale, high: (centre + spread) / scale };
}

/**
 * Returns the difference of two shares with Newcombe's hybrid score interval (Statistics in Medicine 17, 1998, method
 * 10): it stays inside −1 … 1 and holds for small groups, where the textbook interval does not.
 */
export function newcombe(one: Share, other: Share): Estimate {
  const a = wilson(one);
  const b = wilson(other);
  const value = a.value - b.value;
  return {
    value,
    low: value - Math.hypot(a.value - a.low, b.high - b.value),
    high: value + Math.hypot(a.high - a.value, b.value - b.low),
  };
}

const draws = 2000;

/**
 * Returns the difference of two groups' means with its percentile bootstrap interval: both groups drawn anew 2,000 times
 * with the random source given, which a report seeds so that it says the same every time.
 */
export function bootstrapDifference(
  one: readonly number[],
  other: readonly number[],
  random: Random,
): Estimate {
  const differences = Array.from({ length: draws }, () => drawnMean(one, random) - drawnMean(other, random));
  differences.sort((a, b) => a - b);
  const at = (share: number): number => differences[Math.round(share * (draws - 1))] ?? Number.NaN;
  return { value: mean(one) - mean(other), low: at(0.025), high: at(0.975) };
}

/** Returns the mean; NaN of nothing. */
export function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}

function drawnMean(values: readonly number[], random: Random): number {
  let total = 0;
  for (let count = 0; count < values.length; count += 1) {
    total += values[Math.floor(random() * values.length)] ?? 0;
  }
  return total / values.length;
}
