import { letterReadings, syllablesOf } from '#core/clients/pinyin.ts';

/** Everything by which a name can be found, each list without doubles. */
export interface NameTerms {
  /** The whole name, folded: lower case, without spaces, dots, accents. */
  readonly full: string;
  /** One- and two-character pieces of the folded name; Latin letters and digits count by word, not by piece. */
  readonly grams: readonly string[];
  /** The whole name in letters, likeliest reading first: `shanxiongxin`, `danxiongxin`. */
  readonly pinyin: readonly string[];
  /** Beginnings of each syllable or word: `w`, `wa`, `wan`, `wang`, `x`, `xi` … */
  readonly syllablePrefixes: readonly string[];
  /** First letters: `wxm`, per reading. */
  readonly initials: readonly string[];
}

/** Readings of one name that are kept; names with more heteronyms than that are findable by character. */
const mostReadings = 6;

/** Folds a name or a search text: width, case, accents, spaces and the dots inside minority and English names. */
export function foldName(text: string): string {
  return text
    .normalize('NFKC')
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** Returns a name's terms: characters, pinyin with heteronyms (surname readings first), initials. */
export function nameTerms(name: string): NameTerms {
  const full = foldName(name);
  const readings = readingsOf(name);
  return {
    full,
    grams: gramsOf(full),
    pinyin: unique(readings.map((syllables) => syllables.join(''))),
    syllablePrefixes: unique(readings.flat().flatMap(prefixesOf)),
    initials: unique(readings.map((syllables) => syllables.map((syllable) => syllable[0]).join(''))),
  };
}

/** Returns the ways to read a name as lists of lower-case syllables or words, likeliest first, at most six. */
export function readingsOf(name: string): string[][] {
  let readings: string[][] = [[]];
  for (const choices of syllablesOf(name)) {
    readings = choices.flatMap((choice) => readings.map((known) => [...known, choice]));
    readings = readings.slice(0, mostReadings);
  }
  return readings.filter((syllables) => syllables.length > 0);
}

/** Returns the one- and two-character pieces of a folded text, by code point; none inside Latin words or numbers. */
export function gramsOf(folded: string): string[] {
  const characters = [...folded];
  const pairs = characters.slice(1).map((character, index) => `${characters[index] ?? ''}${character}`);
  return unique([...characters, ...pairs].filter((gram) => /[^a-z0-9]/.test(gram)));
}

/** True when a folded search text is typed in letters only, so that pinyin may answer it. */
export function isLetters(folded: string): boolean {
  return letterReadings.test(folded);
}

function prefixesOf(syllable: string): string[] {
  return Array.from(syllable, (_, index) => syllable.slice(0, index + 1));
}

function unique(list: readonly string[]): string[] {
  return [...new Set(list)];
}
