import type { CallCounters } from '#core/api/calls.ts';
import { addDays, businessDayOf, startOfDay } from '#core/base/time.ts';
import { dispositionOf } from '#core/calls/dispositions.ts';
import { countOutcomes } from '#db/queries/call-counts.ts';
import type { Station } from '#workstation/station.ts';

/** Counts this manager's calls on a Shanghai day, undone ones left out; today by default. */
export function countersOf({ db, me, clock }: Station, day = businessDayOf(clock())): CallCounters {
  const span = { from: startOfDay(day), until: startOfDay(addDays(day, 1)) };
  const counts = countOutcomes(db, me.managerId, span);
  const sum = (rows: typeof counts): number => rows.reduce((total, { count }) => total + count, 0);
  return {
    dialled: sum(counts),
    reached: sum(counts.filter(({ outcome }) => dispositionOf(outcome).isReached)),
    byOutcome: Object.fromEntries(counts.map(({ outcome, count }) => [outcome, count])),
  };
}
