import { businessDayOf, type BusinessDay, type Instant } from '#core/base/time.ts';
import type { TestOnFile } from '#core/risk/level.ts';
import { limitsAt, type TestLimits } from '#core/risk/take-test.ts';

/** A test as far as limits are concerned. */
export type CountedTest = Pick<TestOnFile, 'id' | 'takenAt' | 'voidedReason'>;

/** A test beyond a limit, the limit, and the first day on which one may be taken again. */
export interface SurplusTest {
  readonly id: string;
  readonly reason: 'DAY_LIMIT' | 'WINDOW_LIMIT';
  readonly retryOn: BusinessDay;
}

/**
 * Returns which of an institution's tests of one client are beyond the limits of the day they were taken on (NFRA 29; on
 * the fund side POLICY): by the time they were taken, equal times by id, so that it does not matter who uploaded first.
 * Void tests count for nothing, and stay void.
 */
export function surplusTests(
  tests: readonly CountedTest[],
  limitsOn: (day: BusinessDay) => TestLimits | null,
): SurplusTest[] {
  const counted: CountedTest[] = [];
  const surplus: SurplusTest[] = [];
  for (const test of tests.filter(({ voidedReason }) => voidedReason === null).sort(byTime)) {
    const refusal = refusalAt(test.takenAt, counted, limitsOn);
    if (refusal === null) counted.push(test);
    else surplus.push({ id: test.id, ...refusal });
  }
  return surplus;
}

function refusalAt(
  takenAt: Instant,
  counted: readonly CountedTest[],
  limitsOn: (day: BusinessDay) => TestLimits | null,
): Omit<SurplusTest, 'id'> | null {
  const limits = limitsOn(businessDayOf(takenAt));
  if (!limits) return null;
  const { refusal } = limitsAt(counted, takenAt, limits);
  if (refusal === null || refusal.code === 'SHOWN_LIMIT') return null;
  return { reason: refusal.code, retryOn: refusal.retryOn };
}

function byTime(a: CountedTest, b: CountedTest): number {
  return a.takenAt - b.takenAt || (a.id < b.id ? -1 : 1);
}
