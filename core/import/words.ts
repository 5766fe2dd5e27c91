import { z } from 'zod';
import { clientFields } from '#core/clients/client.ts';
import { lawfulBasisField, tierField } from '#core/sync/fields.ts';
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
      gender: z.record(clientFields.shape.gender.unwrap(), wordList),
      tier: z.record(tierField, wordList),
      incomeBand: z.record(clientFields.shape.incomeBand.unwrap(), wordList),
      lawfulBasis: z.record(lawfulBasisField, wordList),
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
