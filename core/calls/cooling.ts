import { dayMs, type Instant } from '#core/base/time.ts';
import type { ContactFields } from '#core/calls/contact.ts';
import { callRules, dispositionOf } from '#core/calls/dispositions.ts';
import type { ClientFields } from '#core/clients/client.ts';

export type PastContact = Pick<
  ContactFields,
  'channel' | 'purpose' | 'reason' | 'outcome' | 'startedAt' | 'endedAt'
>;

/**
 * Returns the end of the marketing rest that the client's calls asked for (not now, served, attempts used up),
 * or null. Contacts that were undone must not be passed. Source: domain §3.3.
 */
export function coolingUntil(
  contacts: readonly PastContact[],
  tier: ClientFields['tier'],
  now: Instant,
): Instant | null {
  const calls = contacts.filter(({ channel }) => channel === 'PHONE');
  const ends = calls.map((call) => call.endedAt + restDaysAfter(call, calls, tier) * dayMs);
  const latest = Math.max(0, ...ends, exhaustedUntil(calls));
  return latest > now ? latest : null;
}

/**
 * Returns the unanswered calls since the client was last reached, no older than the attempt window (14 days),
 * oldest first.
 */
export function openAttempts(contacts: readonly PastContact[], now: Instant): PastContact[] {
  const since = now - callRules.attempts.withinDays * dayMs;
  const calls = contacts
    .filter(({ channel, startedAt }) => channel === 'PHONE' && startedAt > since)
    .sort((a, b) => a.startedAt - b.startedAt);
  const lastReached = calls.findLastIndex(({ outcome }) => dispositionOf(outcome).isReached);
  return calls.slice(lastReached + 1).filter(({ outcome }) => dispositionOf(outcome).next === 'RETRY');
}

function restDaysAfter(call: PastContact, calls: readonly PastContact[], tier: ClientFields['tier']): number {
  const { restDays, restDaysByTier } = dispositionOf(call.outcome);
  if (restDaysByTier) return restDaysByTier[tier];
  if (!restDays) return 0;
  const times = calls.filter(
    ({ outcome, startedAt }) => outcome === call.outcome && startedAt <= call.startedAt,
  ).length;
  return restDays[Math.min(times, restDays.length) - 1] ?? 0;
}

/** Counted back from the last attempt, not from now: the rest lasts although older attempts leave the window. */
function exhaustedUntil(calls: readonly PastContact[]): Instant {
  const newest = calls.reduce<PastContact | null>(
    (latest, call) => (latest && latest.startedAt >= call.startedAt ? latest : call),
    null,
  );
  const attempts = newest ? openAttempts(calls, newest.endedAt) : [];
  const last = attempts.at(-1);
  if (!last || attempts.length < (dispositionOf(last.outcome).max ?? Infinity)) return 0;
  return last.endedAt + callRules.attempts.restDays * dayMs;
}
