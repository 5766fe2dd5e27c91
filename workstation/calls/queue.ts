import { performance } from 'node:perf_hooks';
import type { InferContractRouterOutputs } from '@orpc/contract';
import type { QueueItem } from '#core/api/calls.ts';
import type { contract } from '#core/api/contract.ts';
import { businessDayOf, dayMs, minuteMs, startOfDay, type Instant } from '#core/base/time.ts';
import type { Candidate } from '#core/calls/candidates.ts';
import { laneOf, type LaneCounts } from '#core/calls/mix.ts';
import { orderCalls, type Judged } from '#core/calls/order.ts';
import type { ContactVerdict } from '#core/consent/contact-gate.ts';
import { isOpenAt, nextOpening } from '#core/consent/hours.ts';
import type { ContactPolicy } from '#core/consent/policy.ts';
import { countCallsByTier } from '#db/queries/call-facts.ts';
import { skippedClients } from '#db/queries/call-notes.ts';
import { isMainlandWorkday } from '#core/base/workday.ts';
import { buildCard } from '#workstation/calls/card.ts';
import { judgeCall } from '#workstation/calls/gate.ts';
import { readSubject } from '#workstation/consent/gate.ts';
import { policyInUse } from '#workstation/consent/rules.ts';
import { queueIndex, reasonsFor, type QueueIndex } from '#workstation/calls/queue-index.ts';
import { heldElsewhere } from '#workstation/calls/hold.ts';
import { undoable } from '#workstation/calls/undo.ts';
import type { ContactSubject } from '#workstation/consent/subject.ts';
import type { Station } from '#workstation/station.ts';

/** How many cards travel with the queue, so that the next client is on screen at once. */
const preloaded = 4;
/** Appointments are made on five minutes. */
const chipGridMs = 5 * minuteMs;
/**
 * Builds the next `limit` clients to call: those who may be called in queue order, then, where room is left,
 * those who may not, with the reason.
 */
export function buildQueue(
  station: Station,
  limit: number,
  window: string | null = null,
): InferContractRouterOutputs<typeof contract>['calls']['queue'] {
  const startedMs = performance.now();
  const judged = rerank(station, limit, heldElsewhere(station, window));
  const cards = judged
    .slice(0, preloaded)
    .map(({ candidate }) => buildCard(station, candidate.clientId, candidate))
    .filter((card) => card !== null);
  const now = station.clock();
  return {
    items: judged.map(toItem),
    cards,
    now,
    chips: chipsAt(policyInUse(station.db, now).content, now),
    undoable: undoable(station),
    builtMs: performance.now() - startedMs,
  };
}

/** Returns the entry under which a client stands in the queue now, whatever the gate says; null when in none. */
export function findCandidate(station: Station, clientId: string): Candidate | null {
  return reasonsFor(station, clientId)[0] ?? null;
}

/**
 * Returns the first `limit` clients in calling order with the gate's answer. Nothing is read but what changed since the
 * last time, and the rows of those judged.
 */
export function rerank(station: Station, limit: number, held: ReadonlySet<string> = new Set()): Judged[] {
  const index = queueIndex(station);
  return orderCalls({
    rows: index.rows,
    done: lanesToday(station),
    passed: [...skippedClients(station.db, index.asOf), ...held],
    judge: judging(station, index),
    limit,
  });
}

/**
 * Judges a candidate now. A refusal is remembered until it may end, the hours change or something about the client
 * does, so that those who rest are not read again with every call.
 */
function judging(
  station: Station,
  { refusals }: QueueIndex,
): (candidate: Candidate) => ContactVerdict | null {
  const now = station.clock();
  const open = openHours(policyInUse(station.db, now).content, now);
  return (candidate) => {
    const { clientId, reason } = candidate;
    const known = refusals.get(clientId);
    if (known?.reason === reason && known.open === open && now < (known.verdict.until ?? Infinity)) {
      return known.verdict;
    }
    const subject = readSubject(station, clientId);
    if (!subject) return null;
    const verdict = judgeCall(subject, candidate, now);
    if (!verdict.allowed && isLasting(subject, verdict, now))
      refusals.set(clientId, { verdict, reason, open });
    else refusals.delete(clientId);
    return verdict;
  };
}

/** False where the answer may change although no row does: a script reviewed, a consent run out, an agreed hour come. */
function isLasting({ ledger, openTasks }: ContactSubject, { code }: ContactVerdict, now: Instant): boolean {
  if (code === 'SCRIPT_UNREVIEWED') return false;
  return (
    ledger.every(({ expiresAt }) => expiresAt === null || expiresAt <= now) &&
    openTasks.every(({ kind }) => kind !== 'CALLBACK')
  );
}

/** Which calling hours of which policy are open, as a text to compare. */
function openHours({ version, channels }: ContactPolicy, now: Instant): string {
  const { MARKETING, SERVICE } = channels.PHONE.hours;
  const open = [MARKETING, SERVICE].map((hours) => isOpenAt(hours, now, isMainlandWorkday));
  return [version, ...open].join();
}

/** How many of today's calls went to each lane. */
function lanesToday({ db, me, clock }: Station): LaneCounts {
  const from = startOfDay(businessDayOf(clock()));
  const done = { CARE: 0, TAIL: 0 };
  for (const { tier, reason, count } of countCallsByTier(db, me.managerId, { from, until: from + dayMs })) {
    const lane = laneOf(reason, tier);
    if (lane !== 'FIRST') done[lane] += count;
  }
  return done;
}

function chipsAt(
  { channels }: ContactPolicy,
  now: Instant,
): { plus1: Instant; plus3: Instant; plus7: Instant } {
  const hours = channels.PHONE.hours.MARKETING;
  const after = (days: number): Instant => {
    const at = Math.ceil((now + days * dayMs) / chipGridMs) * chipGridMs;
    return nextOpening(hours, at, isMainlandWorkday) ?? at;
  };
  return { plus1: after(1), plus3: after(3), plus7: after(7) };
}

function toItem({ candidate, verdict }: Judged): QueueItem {
  const { clientId, name, tier, reason, taskId, taskKind, taskText, dueAt, detail } = candidate;
  return { clientId, name, tier, reason, taskId, taskKind, taskText, dueAt, detail, verdict };
}
