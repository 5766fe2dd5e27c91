import { isDeepStrictEqual } from 'node:util';

/** A statement of the protocol that the centre under test does not keep. */
export class Broken extends Error {}

/** Throws `Broken` with the words where the claim does not hold. */
export function claim(holds: boolean, words: string): asserts holds {
  if (!holds) throw new Broken(words);
}

/** Throws `Broken`, naming both values, where they are not deeply equal. */
export function same(found: unknown, wanted: unknown, words: string): void {
  if (isDeepStrictEqual(found, wanted)) return;
  throw new Broken(`${words}: wanted ${brief(wanted)}, found ${brief(found)}`);
}

function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
