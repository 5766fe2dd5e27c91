import { z } from 'zod';
import { issueCode, type IssueCode } from '#core/import/target.ts';
import wordsJson from '#resources/import-issues.json' with { type: 'json' };

const { words } = z
  .object({ words: z.record(issueCode, z.object({ 'zh-CN': z.string(), en: z.string() })) })
  .parse(wordsJson);

/** Returns a fault in words; screens and exported files say the same. */
export function issueWord(code: IssueCode, language: 'zh-CN' | 'en'): string {
  return words[code][language];
}
