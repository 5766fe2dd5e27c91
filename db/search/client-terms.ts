import { foldName, gramsOf } from '#core/clients/name-terms.ts';
import { nationalDigits } from '#core/clients/phone.ts';

/** What of a client goes into the index. */
export interface SearchedClient {
  readonly name: string;
  readonly phone: string | null;
  readonly aumFen: number;
}

/**
 * How a term was found, best first; the letter leads the token. Chinese: whole name, its beginning, inside it.
 * Letters: whole pinyin, beginning of the name (pinyin or initials), a later syllable or the rest from there.
 */
export const termKinds = {
  name: 'a',
  start: 'b',
  inside: 'c',
  pinyin: 'd',
  pinyinStart: 'e',
  pinyinInside: 'f',
  phone: 't',
} as const;

/** Bands of money, richest first: the digit after the letter, so that the best of 15,000 are read first. */
export const bands = [4, 3, 2, 1, 0] as const;
const bandFloorsFen = [2_000_000_00, 500_000_00, 50_000_00, 1_00];

/** Returns the band of a balance in fen. The cuts only order the reading; results are sorted by the balance itself. */
export function bandOf(aumFen: number): number {
  const index = bandFloorsFen.findIndex((floor) => aumFen >= floor);
  return index < 0 ? 0 : bandFloorsFen.length - index;
}

/** Returns the text whose change means that a client must be indexed anew. */
export function indexedAs({ name, phone, aumFen }: SearchedClient): string {
  return `${bandOf(aumFen)} ${phone ?? ''} ${name}`;
}

/** True when what was indexed (see {@link indexedAs}) bore this name. */
export function isIndexedUnder(indexed: string, name: string): boolean {
  return indexed.slice(indexed.indexOf(' ', 2) + 1) === name;
}

/** Returns a client's tokens, separated by spaces, for the index; `readings` are those of the name. */
export function clientTerms(
  { name, phone, aumFen }: SearchedClient,
  readings: readonly (readonly string[])[],
): string {
  const band = bandOf(aumFen);
  const tokens = new Set<string>();
  const add = (kind: string, term: string): void => {
    if (term !== '') tokens.add(`${kind}${band}${term}`);
  };
  addCharacters(foldName(name), add);
  for (const syllables of readings) addLetters(syllables, add);
  for (const piece of trigramsOf(phone === null ? '' : nationalDigits(phone))) {
    tokens.add(`${termKinds.phone}${piece}`);
  }
  return [...tokens].join(' ');
}

/** Returns the three-digit pieces of a number. */
export function trigramsOf(digits: string): string[] {
  return Array.from({ length: Math.max(0, digits.length - 2) }, (_, index) => digits.slice(index, index + 3));
}

function addCharacters(folded: string, add: (kind: string, term: string) => void): void {
  const [first = '', second = ''] = folded;
  add(termKinds.name, folded);
  for (const gram of gramsOf(folded)) {
    add(gram === first || gram === first + second ? termKinds.start : termKinds.inside, gram);
  }
}

function addLetters(syllables: readonly string[], add: (kind: string, term: string) => void): void {
  const [first = ''] = syllables;
  const initials = syllables.map(([letter]) => letter).join('');
  add(termKinds.pinyin, syllables.join(''));
  for (let length = 1; length <= first.length; length++) add(termKinds.pinyinStart, first.slice(0, length));
  for (let length = 1; length <= initials.length; length++)
    add(termKinds.pinyinStart, initials.slice(0, length));
  for (const [index, syllable] of syllables.entries()) {
    if (index === 0) continue;
    add(termKinds.pinyinInside, syllable);
    add(termKinds.pinyinInside, syllables.slice(index).join(''));
    add(termKinds.pinyinInside, initials.slice(index));
  }
}
