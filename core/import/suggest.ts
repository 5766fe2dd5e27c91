import { normalisePhone } from '#core/clients/phone.ts';
import { columnLetters } from '#core/import/column-letters.ts';
import type { ImportTarget, MappedColumn } from '#core/import/target.ts';
import { foldWord, importWords } from '#core/import/words.ts';

const targetByWord = new Map<string, ImportTarget>();
for (const [target, words] of Object.entries(importWords.headers)) {
  for (const word of words) targetByWord.set(foldWord(word), target as ImportTarget);
}
const { neverKept, sensitive, positional } = importWords;
const dropWords = new Set([...neverKept.headers, ...sensitive.headers, ...positional.headers].map(foldWord));
const forbiddenWords = new Set(neverKept.headers.map(foldWord));

/** True for columns of location and device traces, which are never imported (S0.8, PIPL 28). */
export function isNeverKept(header: string): boolean {
  return forbiddenWords.has(foldWord(header));
}

/** Returns what a header by itself stands for, or null. */
export function targetOfHeader(header: string): ImportTarget | null {
  const folded = foldWord(header);
  return dropWords.has(folded) ? 'drop' : (targetByWord.get(folded) ?? null);
}

/**
 * Proposes a target for every column (IM1): by its header in Chinese or English, then, for the phone,
 * by what the sample holds. Each target is proposed once, the phone as often as there are phone columns.
 */
export function suggestMapping(
  headers: readonly string[],
  samples: readonly (readonly string[])[],
): MappedColumn[] {
  const taken = new Set<ImportTarget>();
  const columns = headers.map((header) => {
    const target = targetOfHeader(header) ?? 'extra';
    const isAgain = target !== 'drop' && target !== 'phone' && taken.has(target);
    if (isAgain) return { header, target: 'extra' as const };
    taken.add(target);
    return { header, target };
  });
  if (taken.has('phone')) return columns;
  return columns.map((mapped, column) =>
    mapped.target === 'extra' && looksLikePhone(samples, column) ? { ...mapped, target: 'phone' } : mapped,
  );
}

/** Returns the text that stands for a set of headers, whatever their order; a mapping is remembered under it. */
export function headerKey(headers: readonly string[]): string {
  return headers
    .map((header) => header.normalize('NFKC').toLowerCase().trim())
    .sort()
    .join('\u0001');
}

/** Makes headers distinct and never empty: an empty one is named by its column letter, a second gets a number. */
export function nameHeaders(texts: readonly string[]): string[] {
  const seen = new Set<string>();
  return texts.map((text, column) => {
    const plain = text
      .replaceAll(/[\p{Cf}\s]+/gu, ' ')
      .trim()
      .slice(0, 200);
    const base = plain === '' ? columnLetters(column) : plain;
    let name = base;
    for (let count = 2; seen.has(name); count += 1) name = `${base} (${count})`;
    seen.add(name);
    return name;
  });
}

function looksLikePhone(samples: readonly (readonly string[])[], column: number): boolean {
  const filled = samples.map((row) => row[column] ?? '').filter((text) => text !== '');
  const good = filled.filter((text) => {
    const read = normalisePhone(text);
    return read.ok && /^\+861[3-9]\d{9}$/.test(read.value);
  });
  return good.length >= 2 && good.length >= filled.length * 0.6;
}
