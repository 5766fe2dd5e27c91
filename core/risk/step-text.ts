import { z } from 'zod';
import stepsV1 from '#resources/suitability-steps-v1.json' with { type: 'json' };
import { bookField, stepField, type Citation, type StepCode } from '#core/risk/suitability.ts';

export const languageField = z.enum(['zh-CN', 'en']);
export type Language = z.infer<typeof languageField>;
const bilingual = z.object({ 'zh-CN': z.string().min(1), en: z.string().min(1) });

const schema = z.object({
  version: z.int().positive(),
  caveats: z.array(z.string()),
  books: z.record(bookField, bilingual),
  steps: z.record(
    stepField,
    z.object({
      /** Whose signature it takes. */
      signer: z.enum(['CLIENT', 'GUARDIAN']).nullable(),
      /** What must be written down with it: what was said, or who the guardian is. */
      asks: z.enum(['SAID', 'GUARDIAN']).nullable(),
      /** Holds for every product while the level stands. */
      isClientWide: z.boolean(),
      text: bilingual,
    }),
  ),
});
const { books, steps } = schema.parse(stepsV1);

/** What the sentence of a step speaks of. */
export type StepParams = Readonly<
  Record<
    | 'client'
    | 'product'
    | 'rating'
    | 'issuerRating'
    | 'sellerRating'
    | 'level'
    | 'waitHours'
    | 'callBackDays',
    string
  >
>;

/** Returns what a step takes: whose signature, what is written down, and whether it holds for every product. */
export function stepNeeds(
  code: StepCode,
): Pick<(typeof steps)[StepCode], 'signer' | 'asks' | 'isClientWide'> {
  return steps[code];
}

/** Returns a step's sentence as it is shown and kept, ending with its rule book and article. */
export function stepText(
  step: Citation & { readonly code: StepCode },
  params: StepParams,
  language: Language,
): string {
  return [fill(steps[step.code].text[language], params), bookText(step, language)].join(
    language === 'en' ? ' ' : '',
  );
}

/** Returns a rule book with its article in full, in brackets: never an article without its book. */
export function bookText({ book, article }: Citation, language: Language): string {
  return books[book][language].replaceAll('{article}', article);
}

/** Puts values where a text names them in braces; a name without a value stays as it is. */
export function fill(text: string, params: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => params[name] ?? whole);
}
