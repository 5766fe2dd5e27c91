import { z } from 'zod';
import wordsV1 from '#resources/record-words-v1.json' with { type: 'json' };
import { languageField, type Language } from '#core/risk/step-text.ts';

const bilingual = z.object({ 'zh-CN': z.string().min(1), en: z.string().min(1) });
const { words, stamps, footer, page } = z
  .object({
    version: z.int(),
    words: z.record(z.string(), bilingual),
    stamps: z.record(z.string(), bilingual),
    footer: bilingual,
    page: bilingual,
  })
  .parse(wordsV1);

const block = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('heading'), text: z.string() }),
  z.object({ kind: z.literal('text'), text: z.string() }),
  /** Pairs of a label and a value, in two columns. */
  z.object({ kind: z.literal('pairs'), pairs: z.array(z.tuple([z.string(), z.string()])) }),
  z.object({ kind: z.literal('table'), head: z.array(z.string()), rows: z.array(z.array(z.string())) }),
  /** Where the signature of the fact is drawn. */
  z.object({ kind: z.literal('signature'), label: z.string() }),
]);

/** What a signed record says on paper, in one language, in reading order. */
export const paperFields = z.object({
  language: languageField,
  title: z.string(),
  subtitle: z.string(),
  blocks: z.array(block),
});
export type Paper = z.infer<typeof paperFields>;
export type PaperBlock = Paper['blocks'][number];

/** The version of the layout and of its words; another one prints other bytes. */
export const paperLayout = 1;

/** Returns a word of the papers in a language, its places filled; throws for a key there is none of. */
export function paperWord(
  key: string,
  language: Language,
  params: Readonly<Record<string, string>> = {},
): string {
  const text = words[key];
  if (!text) throw new Error(`No word "${key}" for papers.`);
  return fill(text[language], params);
}

/** Returns what is stamped across the paper of a void test. */
export function stampText(voidedReason: string, language: Language): string {
  return (stamps[voidedReason] ?? stamps['OTHER'] ?? { [language]: voidedReason })[language] ?? voidedReason;
}

/** Returns the line at the foot of every page. */
export function footText(
  at: { readonly sha256: string; readonly page: number; readonly pages: number },
  language: Language,
): { readonly hash: string; readonly page: string } {
  const numbers = { page: String(at.page), pages: String(at.pages) };
  return { hash: fill(footer[language], { sha256: at.sha256 }), page: fill(page[language], numbers) };
}

function fill(text: string, params: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => params[name] ?? whole);
}
