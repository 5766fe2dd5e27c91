/**
 * Returns what a field for an amount says, in fen: it hands over a number, or a text while the number is half typed
 * (`12.`, `12.50`). Null where nothing is typed, or no number.
 */
export function fenOf(typed: number | string): number | null {
  if (typed === '' || !Number.isFinite(Number(typed))) return null;
  return Math.round(Number(typed) * 100);
}
