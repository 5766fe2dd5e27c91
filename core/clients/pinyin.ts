import { pinyin } from 'pinyin-pro';

/** What pinyin may be typed with. */
export const letterReadings = /^[a-z]+$/;

const han = /\p{Script=Han}/u;
const otherReadings = new Map<string, readonly string[]>();
const surnameReadings = new Map<string, readonly string[]>();

/**
 * Splits a name into syllables (one per Chinese character) and words (Latin runs), each with the readings
 * it may have; the first characters are read as a surname. Characters without a known reading are left out.
 */
export function syllablesOf(name: string): (readonly string[])[] {
  const pieces = name
    .normalize('NFKC')
    .toLowerCase()
    .matchAll(/\p{Script=Han}|[\p{L}\p{N}\p{Mn}'’-]+?(?=[\p{Script=Han}]|[^\p{L}\p{N}\p{Mn}'’-]|$)/gu);
  const texts = Array.from(pieces, ([text]) => text);
  const asSurname = readSurname(texts);
  return texts
    .map((text, index) => (han.test(text) ? readCharacter(text, asSurname[index]) : [latin(text)]))
    .filter((readings) => readings.some((reading) => reading !== ''));
}

/** Surname readings of the first one or two characters: 单 shan, 仇 qiu, 尉迟 yuchi. */
function readSurname(texts: readonly string[]): readonly string[] {
  const [first = '', second = ''] = texts;
  if (!han.test(first)) return [];
  const head = han.test(second) ? first + second : first;
  let known = surnameReadings.get(head);
  if (!known) {
    known = pinyin(head, { toneType: 'none', type: 'array', mode: 'surname', v: true });
    surnameReadings.set(head, known);
  }
  return known;
}

function readCharacter(character: string, asSurname: string | undefined): readonly string[] {
  const others = readAlone(character);
  const first = asSurname !== undefined && letterReadings.test(asSurname) ? [asSurname] : [];
  return [...new Set([...first.flatMap(spellings), ...others])];
}

function readAlone(character: string): readonly string[] {
  let known = otherReadings.get(character);
  if (!known) {
    known = pinyin(character, { toneType: 'none', type: 'array', multiple: true, v: true })
      .filter((reading) => letterReadings.test(reading))
      .flatMap(spellings);
    otherReadings.set(character, known);
  }
  return known;
}

/** ü is typed v on a keyboard and printed yu in a passport: 吕 lv, lyu. */
function spellings(syllable: string): string[] {
  return /^[ln]v/.test(syllable) ? [syllable, syllable.replace('v', 'yu')] : [syllable];
}

function latin(text: string): string {
  return text.normalize('NFD').replaceAll(/[^a-z0-9]/g, '');
}
