import { z } from 'zod';
import greetingDaysV1 from '#resources/greeting-days-v1.json' with { type: 'json' };
import { addDays, type BusinessDay } from '#core/base/time.ts';
import { dayField } from '#core/sync/fields.ts';

const schema = z.object({
  id: z.literal('greeting-days'),
  version: z.int().positive(),
  effectiveFrom: dayField,
  source: z.string(),
  daysBefore: z.int().min(0),
  daysAfter: z.int().min(0),
  days: z.array(
    z.object({
      code: z.string(),
      name: z.object({ 'zh-CN': z.string(), en: z.string() }),
      /** Earliest first. */
      dates: z.array(dayField).min(1),
    }),
  ),
});

/** Holidays on which clients are greeted, from a table with source: lunar ones are not computed (S1.6). */
export const greetingDays: z.infer<typeof schema> = schema.parse(greetingDaysV1);

/** A holiday near enough to write about, and its date. */
export interface NearHoliday {
  readonly name: { readonly 'zh-CN': string; readonly en: string };
  readonly date: BusinessDay;
}

/** Returns the holiday a day is near to: two days ahead to one day after; null on most days and beyond the table. */
export function holidayNear(today: BusinessDay): NearHoliday | null {
  const { daysBefore, daysAfter, days } = greetingDays;
  const [from, until] = [addDays(today, -daysAfter), addDays(today, daysBefore)];
  for (const { name, dates } of days) {
    const date = dates.find((one) => one >= from && one <= until);
    if (date !== undefined) return { name, date };
  }
  return null;
}

/** Returns the last year the table holds. */
export function greetingYearsUntil(): number {
  return Math.min(...greetingDays.days.map(({ dates }) => Number(dates.at(-1)?.slice(0, 4))));
}
