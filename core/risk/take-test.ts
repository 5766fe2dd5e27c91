import { addDays, addMonths, businessDayOf, type BusinessDay, type Instant } from '#core/base/time.ts';
import { currentLevel, isOutdated, type Standing, type TestOnFile } from '#core/risk/level.ts';
import type { SuitabilityRules } from '#core/risk/suitability.ts';

export type TestLimits = SuitabilityRules['test'];

export interface Eligibility {
  readonly canTest: boolean;
  /** The limit that is reached, and the first day on which a test may be taken again. */
  readonly refusal: {
    readonly code: 'DAY_LIMIT' | 'SHOWN_LIMIT' | 'WINDOW_LIMIT';
    readonly retryOn: BusinessDay;
  } | null;
  readonly takenToday: number;
  /** Levels shown today and left unconfirmed: by the firm's policy each counts towards the day's limit. */
  readonly leftToday: number;
  readonly takenInWindow: number;
  /** The level still counts: an early re-test needs a stated reason. */
  readonly needsRetestReason: boolean;
  readonly standing: Standing | null;
}

/**
 * Says whether a test may be taken now: at most 2 a Beijing calendar day and 8 within twelve months (NFRA 29).
 * The count is of tests known here, a lower bound: the centre counts for the institution and decides. `changedAt`: when
 * the client last reported a change that matters.
 */
export function eligibilityOf(
  tests: readonly TestOnFile[],
  now: Instant,
  limits: TestLimits,
  { changedAt = null }: { readonly changedAt?: Instant | null } = {},
): Eligibility {
  const standing = currentLevel(tests, now);
  const needsRetestReason = isEarly(standing, changedAt, now);
  return { ...limitsAt(tests, now, limits), needsRetestReason, standing };
}

/** True while the level still counts, so that another test needs a reason; a reported change has ended it. */
export function isEarly(standing: Standing | null, changedAt: Instant | null, now: Instant): boolean {
  if (standing === null || standing.isExpired) return false;
  return !isOutdated(standing, changedAt, now);
}

/**
 * Counts the tests that count at an instant, and says which limit they reach. `leftAt`: when a level was shown and left
 * unconfirmed, which the firm's policy counts for the day as well.
 */
export function limitsAt(
  tests: readonly Pick<TestOnFile, 'takenAt' | 'voidedReason'>[],
  now: Instant,
  limits: TestLimits,
  leftAt: readonly Instant[] = [],
): Omit<Eligibility, 'needsRetestReason' | 'standing'> {
  const today = businessDayOf(now);
  const days = tests
    .filter(({ voidedReason }) => voidedReason === null)
    .map((one) => businessDayOf(one.takenAt));
  const takenToday = days.filter((day) => day === today).length;
  const inWindow = days.filter((day) => addMonths(day, limits.windowMonths) >= today).sort();
  const leftToday = leftAt.filter((at) => businessDayOf(at) === today).length;
  const refusal = refusalOf(today, { takenToday, leftToday }, inWindow, limits);
  return { canTest: refusal === null, refusal, takenToday, leftToday, takenInWindow: inWindow.length };
}

/** Returns the last day a level counts: the corresponding date twelve months on (NFRA 29, Civil Code 201–202). */
export function validThrough(takenAt: Instant, limits: TestLimits): BusinessDay {
  return addMonths(businessDayOf(takenAt), limits.validMonths);
}

/** The longer refusal is told first: a client sent away till tomorrow must not be sent away again. */
function refusalOf(
  today: BusinessDay,
  { takenToday, leftToday }: Pick<Eligibility, 'takenToday' | 'leftToday'>,
  inWindow: readonly BusinessDay[],
  limits: TestLimits,
): Eligibility['refusal'] {
  const blocking = inWindow.at(-limits.perWindow);
  if (blocking !== undefined)
    return { code: 'WINDOW_LIMIT', retryOn: nextDay(addMonths(blocking, limits.windowMonths)) };
  if (takenToday >= limits.perDay) return { code: 'DAY_LIMIT', retryOn: nextDay(today) };
  if (takenToday + leftToday >= limits.perDay) return { code: 'SHOWN_LIMIT', retryOn: nextDay(today) };
  return null;
}

function nextDay(day: BusinessDay): BusinessDay {
  return addDays(day, 1);
}
