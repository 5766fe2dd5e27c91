import { z } from 'zod';
import voidV1 from '#resources/test-void-v1.json' with { type: 'json' };
import { businessDayOf, type Instant } from '#core/base/time.ts';
import type { Language } from '#core/risk/step-text.ts';
import type { SurplusTest } from '#core/risk/surplus.ts';

const bilingual = z.object({ 'zh-CN': z.string().min(1), en: z.string().min(1) });
const { reasons } = z
  .object({ version: z.int(), reasons: z.object({ DAY_LIMIT: bilingual, WINDOW_LIMIT: bilingual }) })
  .parse(voidV1);

const notice = /^TEST_VOID (DAY_LIMIT|WINDOW_LIMIT) (\d{4}-\d{2}-\d{2}) (\d{4}-\d{2}-\d{2})$/;

/** Returns what the centre, which knows no language, writes into the task that tells of a void test: a code with facts. */
export function voidNotice({ reason, retryOn }: SurplusTest, takenAt: Instant): string {
  return `TEST_VOID ${reason} ${businessDayOf(takenAt)} ${retryOn}`;
}

/** Returns a task's text in words: a notice of the centre in the screen's language, anything else as it was written. */
export function taskWords(text: string, language: Language): string {
  const [, reason, taken = '', retryOn = ''] = notice.exec(text) ?? [];
  if (reason === undefined) return text;
  return reasons[reason as keyof typeof reasons][language]
    .replaceAll('{taken}', taken)
    .replaceAll('{retryOn}', retryOn);
}
