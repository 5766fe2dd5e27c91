import { minuteMs, type Instant } from '#core/base/time.ts';
import type { Station } from '#workstation/station.ts';

/** From when until when the screen was told, without a break, that a client may be called. */
interface Told {
  readonly from: Instant;
  readonly until: Instant;
  readonly isOver: boolean;
}

/** A screen asks again twice a minute; what it was told holds as long as that takes. */
const believedMs = minuteMs;
const mostRemembered = 500;

const told = new WeakMap<Station['db'], Map<string, Told>>();

/** Remembers what a screen is being told of a client, in memory: a call begun on a yes is not refused by later news. */
export function rememberTold(station: Station, clientId: string, isAllowed: boolean): void {
  const known = toldOf(station);
  const now = station.clock();
  const before = known.get(clientId);
  if (!isAllowed) return endTold(station, clientId);
  const isSame = before && !before.isOver && before.until <= now && now <= before.until + believedMs;
  known.delete(clientId);
  known.set(clientId, { from: isSame ? before.from : now, until: now, isOver: false });
  const [oldest] = known.keys();
  if (known.size > mostRemembered && oldest !== undefined) known.delete(oldest);
}

/** True when a call that began at an instant began while the screen was told that it may be made. */
export function wasToldYes(station: Station, clientId: string, startedAt: Instant): boolean {
  const found = toldOf(station).get(clientId);
  if (!found || startedAt < found.from) return false;
  return startedAt <= (found.isOver ? found.until : found.until + believedMs);
}

/** Ends a yes now: it was followed by a no, or used up by a call that was logged. Calls begun before keep it. */
export function endTold(station: Station, clientId: string): void {
  const known = toldOf(station);
  const before = known.get(clientId);
  if (!before || before.isOver) return;
  const until = Math.min(station.clock(), before.until + believedMs);
  known.set(clientId, { ...before, until, isOver: true });
}

function toldOf({ db }: Station): Map<string, Told> {
  const known = told.get(db) ?? new Map<string, Told>();
  told.set(db, known);
  return known;
}
