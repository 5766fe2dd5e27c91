import { foldName } from '#core/clients/name-terms.ts';
import { nationalDigits } from '#core/clients/phone.ts';
import { termKinds, trigramsOf } from '#db/search/client-terms.ts';

/** One question to the index; steps are asked in order until enough is found. */
export interface SearchStep {
  /** Returns the FTS5 expression for a band of money. */
  readonly match: (band: number) => string;
  readonly isBanded: boolean;
  readonly isPhone: boolean;
  /** Looks closer where terms alone would find too much. */
  readonly verify?: (client: { readonly name: string; readonly phone: string }) => boolean;
}

/** Turns what someone typed into the questions to ask, best first; none for an empty text. */
export function searchSteps(text: string): SearchStep[] {
  const folded = foldName(text);
  if (folded === '') return [];
  const digits = /^[+＋\d０-９\s()（）-]+$/.test(text) ? phoneDigits(folded) : '';
  if (digits.length >= 3) return [...phoneSteps(digits), ...letterSteps(folded)];
  return /^[a-z0-9]+$/.test(folded) ? letterSteps(folded) : characterSteps(folded);
}

function phoneDigits(folded: string): string {
  return folded.length > 11 ? folded.replace(/^0{0,2}86/, '') : folded;
}

function phoneSteps(digits: string): SearchStep[] {
  const expression = [...new Set(trigramsOf(digits))]
    .map((piece) => quoted(`${termKinds.phone}${piece}`))
    .join(' AND ');
  const step = { match: () => expression, isBanded: false, isPhone: true };
  const has = (test: (phone: string) => boolean): SearchStep => ({
    ...step,
    verify: ({ phone }) => test(nationalDigits(phone)),
  });
  return [has((phone) => phone.endsWith(digits)), has((phone) => phone.includes(digits))];
}

function letterSteps(letters: string): SearchStep[] {
  const { pinyin, pinyinStart, pinyinInside } = termKinds;
  return [
    exact(pinyin, letters),
    exact(pinyinStart, letters),
    beginning(pinyin, letters),
    exact(pinyinInside, letters),
    beginning(pinyinInside, letters),
  ];
}

function characterSteps(folded: string): SearchStep[] {
  const characters = [...folded];
  const pairs = characters.slice(1).map((character, index) => `${characters[index] ?? ''}${character}`);
  const [first = folded, ...rest] = pairs;
  const { name, start, inside } = termKinds;
  if (characters.length <= 2) return [exact(name, folded), exact(start, folded), exact(inside, folded)];
  return [
    exact(name, folded),
    { ...all([[start, first], ...rest.map((pair): Term => [inside, pair])]), verify: startsWith(folded) },
    { ...all(pairs.map((pair): Term => [inside, pair])), verify: contains(folded) },
  ];
}

type Term = readonly [kind: string, term: string];

function exact(kind: string, term: string): SearchStep {
  return all([[kind, term]]);
}

function beginning(kind: string, term: string): SearchStep {
  return { match: (band) => `${quoted(`${kind}${band}${term}`)} *`, isBanded: true, isPhone: false };
}

function all(terms: readonly Term[]): SearchStep {
  const match = (band: number): string =>
    terms.map(([kind, term]) => quoted(`${kind}${band}${term}`)).join(' AND ');
  return { match, isBanded: true, isPhone: false };
}

function startsWith(folded: string): SearchStep['verify'] {
  return ({ name }) => foldName(name).startsWith(folded);
}

function contains(folded: string): SearchStep['verify'] {
  return ({ name }) => foldName(name).includes(folded);
}

/** Folded text has letters and digits only, so a quote cannot occur inside. */
function quoted(token: string): string {
  return `"${token}"`;
}
