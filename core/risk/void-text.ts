import { z } from 'zod';
import voidV1 from '#resources/test-void-v1.json' with { type: 'json' };
import { businessDayOf, type Instant } from '#core/base/time.ts';
import type { Language } from '#core/risk/step-text.ts';
import type { SurplusTest } from '#core/risk/surplus.ts';

const bilingual = z.object({ 'zh-CN': z.string().min(1), en: z.string().min(1) });
const { reasons } = z
  .object({ version: z.int(), reasons: z.object({ DAY_LIMIT: bilingual, WINDOW_LIMIT: bilingual }) })
  .parse(voidV1);

/** Returns what the task says that tells a manager of a test the centre declared void. */
export function voidText({ reason, retryOn }: SurplusTest, takenAt: Instant, language: Language): string {
  return reasons[reason][language]
    .replaceAll('{taken}', businessDayOf(takenAt))
    .replaceAll('{retryOn}', retryOn);
}
