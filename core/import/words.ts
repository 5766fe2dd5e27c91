import { z } from 'zod';
import columnsJson from '#resources/import-columns.json' with { type: 'json' };
import originsJson from '#resources/import-origins.json' with { type: 'json' };

const wordList = z.array(z.string());
const dated = { version: z.int(), effective: z.string(), source: z.string() };

/** Words by which files name their columns and values: data with a version, not code. */
export const importWords = z
  .object({
    ...dated,
    headers: z.record(z.string(), wordList),
    neverKept: z.object({ why: z.string(), headers: wordList }),
    sensitive: z.object({ why: z.string(), headers: wordList }),
    positional: z.object({ why: z.string(), headers: wordList }),
    values: z.object({
      gender: z.record(z.enum(['M', 'F']), wordList),
      tier: z.record(z.enum(['MASS', 'POTENTIAL', 'VIP', 'PRIVATE']), wordList),
      incomeBand: z.record(z.enum(['LT10', '10_30', '30_50', '50_100', 'GT100']), wordList),
      lawfulBasis: z.record(z.enum(['CONSENT', 'CONTRACT', 'LEGAL_DUTY']), wordList),
      empty: wordList,
    }),
  })
  .parse(columnsJson);

/** Where a list may come from, and which origins are no lawful source (domain S2.7). */
export const importOrigins = z
  .object({
    ...dated,
    origins: z.array(z.object({ code: z.string(), isLawful: z.boolean(), words: wordList })),
  })
  .parse(originsJson).origins;

/** Folds a word for comparison: width, case, blanks, punctuation and bracketed remarks do not count. */
export function foldWord(text: string): string {
  const plain = text.normalize('NFKC').toLowerCase();
  const bare = plain.replaceAll(/\([^)]*\)|\[[^\]]*\]|【[^】]*】/g, '');
  return (bare.trim() === '' ? plain : bare).replaceAll(/[\s_\-*:.'"#/\\]+/g, '');
}
