import type { Instant } from '#core/base/time.ts';
import type { Station } from '#workstation/station.ts';

/** A screen says every half minute what it shows; one that fell silent for this long shows nothing any more. */
const holdMs = 75_000;

interface Hold {
  readonly clientId: string;
  readonly until: Instant;
}

/** Which client each open screen of a workstation shows; it lives as long as the screens do, in memory. */
const holds = new WeakMap<Station['db'], Map<string, Hold>>();

/**
 * Notes that a screen shows a client (or none), so that a second screen on the same queue passes it over. Answers
 * whether another screen had it first: then it keeps it, and this one is told.
 */
export function holdClient(
  station: Station,
  window: string,
  clientId: string | null,
): { readonly isElsewhere: boolean } {
  const standing = standingHolds(station);
  const isElsewhere = clientId !== null && heldElsewhere(station, window).has(clientId);
  const before = standing.get(window)?.clientId ?? null;
  if (clientId === null || isElsewhere) standing.delete(window);
  else standing.set(window, { clientId, until: station.clock() + holdMs });
  // Other screens look at their list again; a screen that is alone has nobody to tell.
  if (before !== clientId && standing.size > 1)
    station.live.publish('signal', { kind: 'rows', entities: [] });
  return { isElsewhere };
}

/** Returns the clients that other screens show; none without a screen of one's own. */
export function heldElsewhere(station: Station, window: string | null): ReadonlySet<string> {
  if (window === null) return new Set();
  const others = [...standingHolds(station)].filter(([other]) => other !== window);
  return new Set(others.map(([, { clientId }]) => clientId));
}

function standingHolds({ db, clock }: Station): Map<string, Hold> {
  const now = clock();
  const known = holds.get(db) ?? new Map<string, Hold>();
  // A clock set back must not make a hold last.
  for (const [window, { until }] of known) if (until < now || until > now + holdMs) known.delete(window);
  holds.set(db, known);
  return known;
}
