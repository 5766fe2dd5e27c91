import type { Instant } from '#core/base/time.ts';
import { reasons, type Reason, type TaskFields } from '#core/calls/contact.ts';

/** Why one client could be called now; the numbers are what the reason is told with. */
export interface QueueCandidate {
  readonly clientId: string;
  readonly reason: Reason;
  /** Within a reason the lower comes first: an instant, days left, or a negated score; same unit per reason. */
  readonly urgency: number;
  readonly lastContactAt: Instant | null;
  readonly taskId: string | null;
  readonly taskKind: TaskFields['kind'] | null;
  readonly dueAt: Instant | null;
}

const rankOfReason = new Map(reasons.map((reason, rank) => [reason, rank]));

/**
 * Returns the candidates in calling order, each client once under the best reason: by reason (domain §3.3),
 * then urgency, then last contact oldest (never contacted first), then id. The order depends on nothing else,
 * so every device and the centre agree.
 */
export function rankQueue<Candidate extends QueueCandidate>(candidates: readonly Candidate[]): Candidate[] {
  const seen = new Set<string>();
  return [...candidates].sort(compareCandidates).filter(({ clientId }) => {
    if (seen.has(clientId)) return false;
    seen.add(clientId);
    return true;
  });
}

/** Compares two candidates in calling order; zero only for the same client, reason and task. */
export function compareCandidates(a: QueueCandidate, b: QueueCandidate): number {
  return (
    rankOf(a.reason) - rankOf(b.reason) ||
    a.urgency - b.urgency ||
    (a.lastContactAt ?? -1) - (b.lastContactAt ?? -1) ||
    compareText(a.clientId, b.clientId) ||
    compareText(a.taskId ?? '', b.taskId ?? '')
  );
}

/** Returns the place of a reason in the queue, 0 first. */
export function rankOf(reason: Reason): number {
  return rankOfReason.get(reason) ?? reasons.length;
}

/** Code-unit order: the same on every machine, whatever its language. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
