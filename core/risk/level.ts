import { businessDayOf, type BusinessDay, type Instant } from '#core/base/time.ts';
import type { RiskTestFields } from '#core/risk/risk-test.ts';

export type Level = RiskTestFields['level'];
export type Capacity = RiskTestFields['capacity'];

/** A test on file, with what the store knows beside the fact itself. */
export interface TestOnFile extends Pick<
  RiskTestFields,
  'level' | 'changedFrom' | 'takenAt' | 'validThrough' | 'capacity' | 'voidedReason'
> {
  readonly id: string;
  /** True until the centre has confirmed the test: its count of tests is the only full one (NFRA 29). */
  readonly isProvisional: boolean;
}

/** Where a client's risk level stands at an instant. */
export interface Standing {
  readonly testId: string;
  readonly level: Level;
  /** Level of the counting test before; null where this is the first. */
  readonly previousLevel: Level | null;
  readonly takenAt: Instant;
  /** Last day on which the level counts. */
  readonly validThrough: BusinessDay;
  readonly isExpired: boolean;
  /** The level differs from the one before and the client has not confirmed exactly that change (NFRA 29). */
  readonly needsConfirmation: boolean;
  readonly isProvisional: boolean;
  readonly capacity: Capacity;
}

/**
 * Returns where the level stands at `now`, or null where no test counts. Void tests and tests taken after
 * `now` do not count; the last taken wins, equal instants by id, so that every device folds to the same
 * answer in whatever order facts arrived. An expired level is returned with `isExpired` (NFRA 29).
 */
export function currentLevel(tests: readonly TestOnFile[], now: Instant): Standing | null {
  const counting = tests
    .filter(({ voidedReason, takenAt }) => voidedReason === null && takenAt <= now)
    .sort((a, b) => a.takenAt - b.takenAt || (a.id < b.id ? -1 : 1));
  const last = counting.at(-1);
  if (!last) return null;
  const previousLevel = counting.at(-2)?.level ?? null;
  return {
    testId: last.id,
    level: last.level,
    previousLevel,
    takenAt: last.takenAt,
    validThrough: last.validThrough,
    isExpired: businessDayOf(now) > last.validThrough,
    needsConfirmation: isUnconfirmedChange(last, previousLevel),
    isProvisional: last.isProvisional,
    capacity: last.capacity,
  };
}

/** True when the level may be used: there is one, it has not expired and a change was confirmed. */
export function levelCounts(standing: Pick<Standing, 'isExpired' | 'needsConfirmation'> | null): boolean {
  return standing !== null && !standing.isExpired && !standing.needsConfirmation;
}

/** True once the client has reported, at or after the test, a change that matters (NFRA 29). */
export function isOutdated(
  { takenAt }: Pick<Standing, 'takenAt'>,
  changedAt: Instant | null,
  now: Instant,
): boolean {
  return changedAt !== null && changedAt <= now && changedAt >= takenAt;
}

/** A confirmation of another change (two devices, both offline) does not cover this one. */
function isUnconfirmedChange(last: TestOnFile, previousLevel: Level | null): boolean {
  return previousLevel !== null && last.level !== previousLevel && last.changedFrom !== previousLevel;
}
