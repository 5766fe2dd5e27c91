import { businessDayOf, type BusinessDay, type Instant } from '#core/base/time.ts';
import { candidateFinder, type Candidate, type QueueScope } from '#core/calls/candidates.ts';
import type { Reason } from '#core/calls/contact.ts';
import { callMix, laneOf, type Lane } from '#core/calls/mix.ts';
import { callRowsOf } from '#core/calls/order.ts';
import { compareCandidates } from '#core/calls/queue.ts';
import type { ContactVerdict } from '#core/consent/contact-gate.ts';
import { takeDirty } from '#db/changes/dirty-clients.ts';
import {
  clientsFallenDue,
  clientsWithReasons,
  readCallFacts,
  readTail,
  type TailHead,
} from '#db/queries/call-facts.ts';
import type { Station } from '#workstation/station.ts';

/** How many of a lane's long tail are kept ready; once half of them are gone the next are read. */
const tailLength = 200;
/** Clients read with one round of queries. */
const chunk = 2000;

/** Everybody who could be called today, in order, kept up to date client by client instead of read anew. */
export interface QueueIndex {
  readonly day: BusinessDay;
  readonly managerId: string;
  asOf: Instant;
  /** Those whose reason stands before the mix, and the two lanes; each in calling order. */
  readonly rows: Readonly<Record<'FIRST' | Lane, Candidate[]>>;
  readonly byClient: Map<string, readonly Candidate[]>;
  readonly tails: Record<Lane, TailHead['end']>;
  /** What the gate refused of the entry at hand, and which hours were open then. */
  readonly refusals: Map<
    string,
    { readonly verdict: ContactVerdict; readonly reason: Reason; readonly open: string }
  >;
}

const indexes = new WeakMap<Station['db'], QueueIndex>();

/**
 * Returns the manager's queue index as of now. What changed since the last question is read client by client; a new
 * day, a clock set back, another manager and many changes at once read everything anew.
 */
export function queueIndex(station: Station): QueueIndex {
  const { db, me, clock } = station;
  const scope = { managerId: me.managerId, now: clock() };
  const known = indexes.get(db);
  const changed = takeDirty(db);
  if (!known || changed === 'ALL' || isOutdated(known, scope)) return keep(db, build(station, scope));
  const due = clientsFallenDue(db, me.managerId, { after: known.asOf, until: scope.now });
  known.asOf = scope.now;
  const ids = [...new Set([...changed, ...due])];
  if (ids.length > 0) refresh(station, known, { ids, scope });
  for (const { code, tiers } of callMix.lanes) {
    if (!isTailShort(known, code)) continue;
    const { clientIds, end } = readTail(db, scope, { tiers, limit: tailLength });
    known.tails[code] = end;
    refresh(station, known, { ids: clientIds, scope });
  }
  return known;
}

/** Returns every reason for which one client could be called now, the first at the head, read from the rows. */
export function reasonsFor(station: Station, clientId: string): Candidate[] {
  const scope = { managerId: station.me.managerId, now: station.clock() };
  return readCallFacts(station.db, [clientId], scope.now).flatMap(candidateFinder(scope));
}

/** Returns the clients to whom one reason applies without a task, in calling order, of both lanes. */
export function candidatesFor({ rows }: QueueIndex, reason: Reason): Candidate[] {
  return [...rows.FIRST, ...rows.CARE, ...rows.TAIL]
    .filter((one) => one.reason === reason && one.taskId === null)
    .sort(compareCandidates);
}

function keep(db: Station['db'], index: QueueIndex): QueueIndex {
  indexes.set(db, index);
  return index;
}

function isOutdated({ day, managerId, asOf }: QueueIndex, scope: QueueScope): boolean {
  return managerId !== scope.managerId || scope.now < asOf || businessDayOf(scope.now) !== day;
}

function build({ db }: Station, scope: QueueScope): QueueIndex {
  const tails = Object.fromEntries(
    callMix.lanes.map(({ code, tiers }) => [code, readTail(db, scope, { tiers, limit: tailLength })]),
  ) as Record<Lane, TailHead>;
  const ends = { CARE: tails.CARE.end, TAIL: tails.TAIL.end };
  const byClient = new Map<string, readonly Candidate[]>();
  const find = candidateFinder(scope);
  const ids = [
    ...new Set([...clientsWithReasons(db, scope), ...tails.CARE.clientIds, ...tails.TAIL.clientIds]),
  ];
  for (let start = 0; start < ids.length; start += chunk) {
    for (const facts of readCallFacts(db, ids.slice(start, start + chunk), scope.now)) {
      const found = find(facts).filter((one) => isInReach(ends, one));
      if (found.length > 0) byClient.set(facts.clientId, found);
    }
  }
  return {
    day: businessDayOf(scope.now),
    managerId: scope.managerId,
    asOf: scope.now,
    rows: callRowsOf([...byClient.values()].flat()),
    byClient,
    tails: ends,
    refusals: new Map(),
  };
}

function refresh(
  { db }: Station,
  index: QueueIndex,
  { ids, scope }: { readonly ids: readonly string[]; readonly scope: QueueScope },
): void {
  for (const id of ids) {
    index.refusals.delete(id);
    for (const one of index.byClient.get(id) ?? []) remove(index.rows[laneOf(one.reason, one.tier)], one);
    index.byClient.delete(id);
  }
  const find = candidateFinder(scope);
  for (const facts of readCallFacts(db, ids, scope.now)) {
    const found = find(facts).filter((one) => isInReach(index.tails, one));
    if (found.length > 0) index.byClient.set(facts.clientId, found);
    for (const one of found) insert(index.rows[laneOf(one.reason, one.tier)], one);
  }
}

/** Of the long tail only its head is kept; who stands behind the last of it is read when their turn comes. */
function isInReach(tails: QueueIndex['tails'], one: Candidate): boolean {
  const lane = laneOf(one.reason, one.tier);
  if (one.reason !== 'FRESH' || one.taskId !== null || lane === 'FIRST') return true;
  const end = tails[lane];
  if (end === null) return true;
  const [mine, last] = [one.lastContactAt ?? -1, end.lastContactAt ?? -1];
  return mine < last || (mine === last && one.clientId <= end.clientId);
}

function isTailShort({ tails, rows }: QueueIndex, lane: Lane): boolean {
  if (tails[lane] === null) return false;
  const fresh = rows[lane].length - placeOf(rows[lane], { reason: 'FRESH', urgency: 0 });
  return fresh < tailLength / 2;
}

/** Returns where the first entry stands that is not before a reason and urgency. */
function placeOf(row: readonly Candidate[], at: Pick<Candidate, 'reason' | 'urgency'>): number {
  const before = { ...at, lastContactAt: null, clientId: '', taskId: null, taskKind: null, dueAt: null };
  return searchPlace(row, before);
}

function insert(row: Candidate[], one: Candidate): void {
  row.splice(searchPlace(row, one), 0, one);
}

function remove(row: Candidate[], one: Candidate): void {
  const place = searchPlace(row, one);
  if (row[place] === one) row.splice(place, 1);
}

function searchPlace(row: readonly Candidate[], one: Parameters<typeof compareCandidates>[1]): number {
  let [low, high] = [0, row.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = row[middle];
    if (at && compareCandidates(at, one) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
