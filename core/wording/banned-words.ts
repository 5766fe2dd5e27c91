import { z } from 'zod';
import bannedWordsV1 from '#resources/banned-words-v1.json' with { type: 'json' };
import type { BusinessDay } from '#core/base/time.ts';
import { dayField } from '#core/sync/fields.ts';

const bilingual = z.object({ 'zh-CN': z.string().min(1), en: z.string().min(1) });

const schema = z.object({
  id: z.literal('banned-words'),
  version: z.int().positive(),
  effectiveFrom: dayField,
  source: z.string(),
  /** The articles the words are banned by; `[mem]` marks what was not read in its source. */
  books: z.record(z.string(), bilingual.extend({ source: z.string() })),
  entries: z.array(
    z.object({
      code: z.string(),
      /** FORBIDDEN must not be said or sent; CAUTION may be with a reason the manager can show. */
      severity: z.enum(['FORBIDDEN', 'CAUTION']),
      effectiveFrom: dayField,
      books: z.array(z.string()).min(1),
      words: z.array(z.string().min(2)).min(1),
      /** Phrases in which the word says something else, a denial above all: 不保本, 确保本人. */
      unless: z.array(z.string().min(2)),
      advice: bilingual,
    }),
  ),
});

type Entry = z.infer<typeof schema>['entries'][number];
type Book = z.infer<typeof schema>['books'][string];

/** A banned word found in a text: where (UTF-16 offsets), how bad, by which articles, what to say instead. */
export interface WordingFinding {
  readonly code: string;
  readonly severity: Entry['severity'];
  /** As it stands in the text. */
  readonly word: string;
  readonly from: number;
  readonly until: number;
  readonly articles: readonly Pick<Book, 'zh-CN' | 'en'>[];
  readonly advice: Entry['advice'];
  readonly version: number;
}

const data = schema.parse(bannedWordsV1);
/** Put between the characters of a word to get it past a list; the marks that end a clause stay, they part words. */
const disguise = /[\s\u{200b}-\u{200f}\u{2060}\u{feff}·•.*_~\-‐–—+|/\\'’]/u;

const entries = data.entries.map((entry) => ({
  ...entry,
  words: entry.words.map(plainOf),
  unless: entry.unless.map(plainOf),
  articles: entry.books.map((book) => {
    const found = data.books[book];
    if (!found) throw new Error(`No book ${book} behind the banned words ${entry.code}.`);
    return { 'zh-CN': found['zh-CN'], en: found.en };
  }),
}));

/**
 * Returns every banned word of a text that is in force on a day, in the order of the text; of words that overlap
 * the longest one (稳赚不赔, not 稳赚). Width, case, spaces and signs between the characters do not hide a word.
 * Source: domain §3.7; articles in resources/banned-words-v1.json.
 */
export function checkWording(text: string, day: BusinessDay): WordingFinding[] {
  const flat = flatten(text);
  const found = entries
    .filter(({ effectiveFrom }) => effectiveFrom <= day)
    .flatMap((entry) => spansOf(entry, flat).map((span) => ({ entry, ...span })))
    .toSorted((a, b) => b.until - b.from - (a.until - a.from) || a.from - b.from);
  const kept = found.filter(
    (one, index) => !found.slice(0, index).some((other) => one.from < other.until && other.from < one.until),
  );
  return kept
    .toSorted((a, b) => a.from - b.from)
    .map(({ entry: { code, severity, articles, advice }, from, until }) => {
      const word = text.slice(from, until);
      return { code, severity, word, from, until, articles, advice, version: data.version };
    });
}

/** A text as it is compared: `from` and `until` say where each of its code units stands in the original. */
interface Flat {
  readonly text: string;
  readonly plain: string;
  readonly from: readonly number[];
  readonly until: readonly number[];
}

interface Span {
  readonly from: number;
  readonly until: number;
}

function spansOf({ words, unless }: Pick<Entry, 'words' | 'unless'>, flat: Flat): Span[] {
  const excused = unless.flatMap((phrase) => occurrences(flat, phrase));
  return words
    .flatMap((word) => occurrences(flat, word))
    .filter((span) => !excused.some(({ from, until }) => from <= span.from && span.until <= until));
}

function occurrences({ text, plain, from, until }: Flat, word: string): Span[] {
  const spans: Span[] = [];
  for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + 1)) {
    const span = { from: from[at] ?? 0, until: until[at + word.length - 1] ?? text.length };
    if (isWholeWord(text, span)) spans.push(span);
  }
  return spans;
}

/** Latin words must not be cut out of longer ones: “act now” is not in “contact nowhere”. */
function isWholeWord(text: string, { from, until }: Span): boolean {
  const isLetter = (at: number): boolean => /[a-z]/i.test(text[at] ?? '');
  return !(isLetter(from) && isLetter(from - 1)) && !(isLetter(until - 1) && isLetter(until));
}

function plainOf(text: string): string {
  return flatten(text).plain;
}

function flatten(text: string): Flat {
  let plain = '';
  const from: number[] = [];
  const until: number[] = [];
  let offset = 0;
  for (const char of text) {
    const start = offset;
    offset += char.length;
    for (const one of char.normalize('NFKC').toLowerCase()) {
      if (disguise.test(one)) continue;
      for (let unit = 0; unit < one.length; unit += 1) {
        from.push(start);
        until.push(offset);
      }
      plain += one;
    }
  }
  return { text, plain, from, until };
}
