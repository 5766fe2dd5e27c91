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
  /** The day on which the client reported a change that ended the level before its time; null where none did. */
  readonly endedOn: BusinessDay | null;
  /** The level differs from the one before and the client has not confirmed exactly that change (NFRA 29). */
  readonly needsConfirmation: boolean;
  readonly isProvisional: boolean;
  readonly capacity: Capacity;
}

/**
 * Returns where the level stands at `now`, or null where no test counts. Void tests and tests taken after
 * `now` do not count; the last taken wins, equal instants by id, so that every device folds to the same
 * answer in whatever order facts arrived. An expired level is returned with `isExpired`, one that a change the client
 * reported at `changedAt` has ended with `endedOn` (NFRA 29).
 */
export function currentLevel(
  tests: readonly TestOnFile[],
  now: Instant,
  changedAt: Instant | null = null,
): Standing | null {
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
    endedOn: changedAt === null ? null : endOf(last, changedAt, now),
    needsConfirmation: isUnconfirmedChange(last, previousLevel),
    isProvisional: last.isProvisional,
    capacity: last.capacity,
  };
}

/** True when the level may be used: there is one, nothing has ended it and a changed one was confirmed. */
export function levelCounts(
  standing: (Pick<Standing, 'isExpired' | 'needsConfirmation'> & Partial<Pick<Standing, 'endedOn'>>) | null,
): boolean {
  if (standing === null || standing.isExpired) return false;
  return (standing.endedOn ?? null) === null && !standing.needsConfirmation;
}

/** A change ends the level of a test up to then; one reported after the level had expired ends nothing. */
function endOf(test: TestOnFile, changedAt: Instant, now: Instant): BusinessDay | null {
  const day = businessDayOf(changedAt);
  return isOutdated(test, changedAt, now) && day <= test.validThrough ? day : null;
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
