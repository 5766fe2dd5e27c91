/** The box a signature is drawn in, in its own units. */
export const signatureBox = { width: 600, height: 200 } as const;

/** Smallest extent, in box units, that passes for a signature rather than a slip of the hand. */
const leastExtent = 30;
const leastPoints = 4;

/** True when the text is an SVG path of strokes inside the box, large enough to be meant. */
export function isSignature(path: string): boolean {
  if (!/^(?:[MLQCS](?: ?-?\d{1,4}(?:\.\d{1,2})?)+ ?)+$/.test(path) || !path.startsWith('M')) return false;
  const numbers = (path.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number);
  const xs = numbers.filter((_, index) => index % 2 === 0);
  const ys = numbers.filter((_, index) => index % 2 === 1);
  if (xs.length !== ys.length || xs.length < leastPoints) return false;
  const isInside = isWithin(xs, signatureBox.width) && isWithin(ys, signatureBox.height);
  return isInside && Math.max(extent(xs), extent(ys)) >= leastExtent;
}

function isWithin(values: readonly number[], most: number): boolean {
  return values.every((value) => value >= 0 && value <= most);
}

function extent(values: readonly number[]): number {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return high - low;
}
