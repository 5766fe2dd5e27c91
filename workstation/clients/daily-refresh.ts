import { addDays, businessDayOf, minuteMs, startOfDay } from '#core/base/time.ts';
import { compactDerived, refreshDueSummaries } from '#db/changes/derive.ts';
import { storeFailureOf } from '#db/store-failure.ts';
import type { Station } from '#workstation/station.ts';

/** A laptop that slept through midnight is caught up with at the next look. */
const longestWaitMs = 10 * minuteMs;

/**
 * Judges all summaries anew at the start of each business day and whenever the program starts, in small steps that
 * leave room for the screen; then tidies the search index, so that terms of clients who left are gone within a day.
 * Returns the function that ends it.
 */
export function startDailyRefresh(station: Station): () => void {
  let timer: NodeJS.Timeout | undefined;
  let hasChanged = false;
  const refresh = (): number => {
    const done = refreshDueSummaries(station.db, station.clock());
    if (done > 0) hasChanged = true;
    else if (hasChanged) {
      hasChanged = false;
      compactDerived(station.db);
      station.live.publish('signal', { kind: 'rows', entities: ['client'] });
    }
    return done > 0 ? 0 : untilNextDay(station);
  };
  const step = (): void => {
    timer = setTimeout(step, orLater(refresh));
    timer.unref();
  };
  timer = setTimeout(step, 0);
  timer.unref();
  return () => clearTimeout(timer);
}

/** A disk that refuses now is asked again later: nobody waits for this work. */
function orLater(work: () => number): number {
  try {
    return work();
  } catch (error) {
    if (storeFailureOf(error) === null) throw error;
    return longestWaitMs;
  }
}

function untilNextDay(station: Station): number {
  const now = station.clock();
  const midnight = startOfDay(addDays(businessDayOf(now), 1));
  return Math.min(longestWaitMs, Math.max(1000, midnight - now));
}
