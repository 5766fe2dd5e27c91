import { z } from 'zod';
import { guestStates } from '#core/events/event.ts';
import { importWords } from '#core/import/words.ts';
import type { Language } from '#core/risk/step-text.ts';
import wordsJson from '#resources/event-paper-words-v1.json' with { type: 'json' };

const columns = z.array(z.string());
const inOneLanguage = z.object({
  standing: z.record(z.enum([...guestStates, 'checked_in', 'checked_out']), z.string()),
  arrivals: z.object({ sheet: z.string(), columns }),
  list: z.object({ title: z.string(), columns, summary: z.string() }),
  badge: z.object({ host: z.string(), seat: z.string() }),
  page: z.string(),
});
const words = z.object({ 'zh-CN': inOneLanguage, en: inOneLanguage }).parse(wordsJson);

/** Returns the words of what leaves the program as file or paper. */
export function eventPaperWords(language: Language): z.infer<typeof inOneLanguage> {
  return words[language];
}

/** Returns a tier in words, as client files write it; empty where there is none. */
export function tierWord(tier: string | null, language: Language): string {
  const known: readonly string[] =
    importWords.values.tier[tier as keyof typeof importWords.values.tier] ?? [];
  return (language === 'en' ? known.at(-1) : known[0]) ?? '';
}
