import { addDays, addMonths, businessDayOf, type BusinessDay, type Instant } from '#core/base/time.ts';
import type { SuitabilityRules } from '#core/risk/suitability.ts';

/**
 * Returns the first day on which a record of suitability may be destroyed: the later of the two books' (NFRA 17: five
 * years after the contract's end; CSRC: twenty years [mem]). A contract's end is known where the product has a term.
 */
export function retainUntil(
  recordedAt: Instant,
  termDays: number | null,
  { retention }: SuitabilityRules,
): BusinessDay {
  const day = businessDayOf(recordedAt);
  const fromRecord = addMonths(day, retention.yearsFromRecord * 12);
  const fromEnd = addMonths(addDays(day, termDays ?? 0), retention.yearsAfterEnd * 12);
  return fromEnd > fromRecord ? fromEnd : fromRecord;
}
