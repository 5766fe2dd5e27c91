import { performance } from 'node:perf_hooks';
import type { InferContractRouterOutputs } from '@orpc/contract';
import type { QueueItem } from '#core/api/calls.ts';
import type { contract } from '#core/api/contract.ts';
import { dayMs, minuteMs, type Instant } from '#core/base/time.ts';
import { reasons } from '#core/calls/contact.ts';
import { compareCandidates, rankOf, rankQueue } from '#core/calls/queue.ts';
import { nextOpening } from '#core/consent/hours.ts';
import { contactPolicy } from '#core/consent/policy.ts';
import {
  dueTaskCandidates,
  reasonCandidates,
  type CandidateRow,
  type QueueScope,
} from '#db/queries/call-candidates.ts';
import { skippedClients } from '#db/queries/calls.ts';
import { isMainlandWorkday } from '#core/base/workday.ts';
import { buildCard } from '#workstation/calls/card.ts';
import { judgeCall } from '#workstation/calls/gate.ts';
import { readSubject } from '#workstation/consent/gate.ts';
import { heldElsewhere } from '#workstation/calls/hold.ts';
import { undoable } from '#workstation/calls/undo.ts';
import type { Station } from '#workstation/station.ts';

/** How many cards travel with the queue, so that the next client is on screen at once. */
const preloaded = 4;
/** Appointments are made on five minutes. */
const chipGridMs = 5 * minuteMs;
/** How many refusals of one reason a build bears with before it asks for the next reason. */
const maxRefused = 200;

/** One entry with its place in the queue and the gate's answer. */
interface Judged {
  readonly candidate: CandidateRow;
  readonly verdict: QueueItem['verdict'];
}

/**
 * Builds the next `limit` clients to call: those who may be called in queue order, then, where room is left,
 * those who may not, with the reason. Looks at one reason after the other and stops when it has enough.
 */
export function buildQueue(
  station: Station,
  limit: number,
  window: string | null = null,
): InferContractRouterOutputs<typeof contract>['calls']['queue'] {
  const startedMs = performance.now();
  const judged = judgeInOrder(station, limit, heldElsewhere(station, window));
  const cards = judged
    .slice(0, preloaded)
    .map(({ candidate }) => buildCard(station, candidate.clientId, candidate))
    .filter((card) => card !== null);
  const now = station.clock();
  return {
    items: judged.map(toItem),
    cards,
    now,
    chips: chipsAt(now),
    undoable: undoable(station),
    builtMs: performance.now() - startedMs,
  };
}

/** Returns the entry under which a client stands in the queue now, whatever the gate says; null when in none. */
export function findCandidate(station: Station, clientId: string): CandidateRow | null {
  return standingOf(station, clientId)[0] ?? null;
}

/** Returns every entry under which a client could stand in the queue now, the one that counts first. */
export function standingOf(station: Station, clientId: string): CandidateRow[] {
  const scope = { ...scopeOf(station), clientId };
  return [
    ...dueTaskCandidates(station.db, scope),
    ...reasons.flatMap((reason) => reasonCandidates(station.db, reason, scope)),
  ].toSorted(compareCandidates);
}

function judgeInOrder(station: Station, limit: number, held: ReadonlySet<string>): Judged[] {
  const scope = scopeOf(station);
  const seen = new Set([...skippedClients(station.db, scope.now), ...held]);
  const due = dueTaskCandidates(station.db, scope);
  const allowed: Judged[] = [];
  const refused: Judged[] = [];
  for (const reason of reasons) {
    const ofReason = due.filter((one) => rankOf(one.reason) === rankOf(reason));
    const candidates = rankQueue([...ofReason, ...reasonCandidates(station.db, reason, scope)]);
    const budget = { allowed: limit - allowed.length, refused: limit };
    for (const judged of judgeReason(station, candidates.filter(unseen(seen)), budget)) {
      (judged.verdict.allowed ? allowed : refused).push(judged);
    }
    if (allowed.length >= limit) break;
  }
  return [...allowed, ...refused.slice(0, limit - allowed.length)];
}

/** Judges the candidates of one reason in order until enough are allowed, or the hour is against all of them. */
function* judgeReason(
  station: Station,
  candidates: readonly CandidateRow[],
  budget: { readonly allowed: number; readonly refused: number },
): Generator<Judged> {
  let allowed = 0;
  let refused = 0;
  for (const candidate of candidates) {
    const subject = readSubject(station, candidate.clientId);
    if (!subject) continue;
    const verdict = judgeCall(subject, candidate, station.clock());
    yield { candidate, verdict };
    if (verdict.allowed) allowed += 1;
    else refused += 1;
    const isClosed = verdict.code === 'QUIET_HOURS' || verdict.code === 'HOLIDAY_BLOCK';
    if (allowed >= budget.allowed || refused >= (isClosed ? budget.refused : maxRefused)) return;
  }
}

/** Passes each client once over all reasons, and none that was skipped. */
function unseen(seen: Set<string>): (candidate: CandidateRow) => boolean {
  return ({ clientId }) => {
    if (seen.has(clientId)) return false;
    seen.add(clientId);
    return true;
  };
}

function chipsAt(now: Instant): { plus1: Instant; plus3: Instant; plus7: Instant } {
  const hours = contactPolicy.channels.PHONE.hours.MARKETING;
  const after = (days: number): Instant => {
    const at = Math.ceil((now + days * dayMs) / chipGridMs) * chipGridMs;
    return nextOpening(hours, at, isMainlandWorkday) ?? at;
  };
  return { plus1: after(1), plus3: after(3), plus7: after(7) };
}

function scopeOf({ me, clock }: Station): QueueScope {
  return { managerId: me.managerId, now: clock() };
}

function toItem({ candidate, verdict }: Judged): QueueItem {
  const { clientId, name, tier, reason, taskId, taskKind, dueAt, detail } = candidate;
  return { clientId, name, tier, reason, taskId, taskKind, dueAt, detail, verdict };
}
