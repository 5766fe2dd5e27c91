import { addDays, businessDayOf, startOfDay, type Instant } from '#core/base/time.ts';
import type { PastContact } from '#core/calls/cooling.ts';
import { dispositionOf } from '#core/calls/dispositions.ts';
import type { CapCode, Channel, ContactPolicy, Purpose } from '#core/consent/policy.ts';
import { channelField } from '#core/sync/fields.ts';

/** One limit of the policy with the contacts that use it up, those inside its window only. */
export interface CapUse {
  readonly code: CapCode;
  readonly max: number;
  readonly used: readonly Instant[];
  /** What it counts: attempts, or talks with somebody reached, which a call that finds nobody does not use up. */
  readonly counts: 'ATTEMPTS' | 'REACHED_MARKETING';
}

export interface CapQuestion {
  readonly channel: Channel;
  readonly purpose: Purpose;
  /** Past contacts of every channel, undone ones left out. */
  readonly contacts: readonly PastContact[];
  readonly now: Instant;
  readonly policy: ContactPolicy;
}

/**
 * Returns every limit that holds for one more contact, with what has used it up. Windows are whole Shanghai days that
 * end today. Source: domain §3.7.
 */
export function capUses({ channel, purpose, contacts, now, policy }: CapQuestion): CapUse[] {
  const onChannel = contacts.filter((one) => one.channel === channel);
  const uses: CapUse[] = [];
  for (const { code, counts, max, appliesTo } of policy.channels[channel].caps) {
    if (appliesTo === 'MARKETING' && purpose !== 'MARKETING') continue;
    const counted = counts === 'ATTEMPTS' ? onChannel : onChannel.filter(isMarketingTalk);
    uses.push({ code, max, counts, used: insideWindow(counted, code, { now, policy }) });
  }
  if (purpose !== 'MARKETING') return uses;
  const marketing = contacts.filter((one) => one.purpose === 'MARKETING');
  for (const { code, max } of policy.allMarketing) {
    uses.push({ code, max, counts: 'ATTEMPTS', used: insideWindow(marketing, code, { now, policy }) });
  }
  return uses;
}

/** Returns when a used-up limit opens again: when enough days have left its window; null while it is open. */
export function capOpensAt({ code, max, used }: CapUse, policy: ContactPolicy): Instant | null {
  if (used.length < max) return null;
  const leaving = used.toSorted((a, b) => a - b)[used.length - max];
  return leaving === undefined ? null : startOfDay(addDays(businessDayOf(leaving), policy.windowDays[code]));
}

/** How many more marketing contacts a client may have on a channel; null where no limit holds. */
export interface BudgetLine {
  readonly channel: Channel;
  readonly today: number | null;
  readonly week: number | null;
  readonly month: number | null;
}

/**
 * Returns what is left of a client's contact budget, channel by channel: the least any limit leaves, a longer window
 * never less than a shorter one allows. Consent, hours and rests are the gate's; this counts only.
 */
export function contactBudget(history: Omit<CapQuestion, 'channel' | 'purpose'>): BudgetLine[] {
  return channelField.options.map((channel) => {
    const uses = capUses({ ...history, channel, purpose: 'MARKETING' });
    const month = leftOf(uses, ['CAP_MONTH']);
    const week = leftOf(uses, ['CAP_MONTH', 'CAP_WEEK']);
    return { channel, today: leftOf(uses, ['CAP_MONTH', 'CAP_WEEK', 'CAP_DAY']), week, month };
  });
}

function leftOf(uses: readonly CapUse[], codes: readonly CapCode[]): number | null {
  const left = uses
    .filter(({ code }) => codes.includes(code))
    .map(({ max, used, counts }) => {
      if (counts === 'ATTEMPTS') return Math.max(0, max - used.length);
      // A talk that may still be had costs an attempt like any other; one too many ends the rest.
      return used.length < max ? Infinity : 0;
    });
  const least = Math.min(Infinity, ...left);
  return least === Infinity ? null : least;
}

function isMarketingTalk({ purpose, outcome }: PastContact): boolean {
  return purpose === 'MARKETING' && dispositionOf(outcome).isReached;
}

function insideWindow(
  contacts: readonly PastContact[],
  code: CapCode,
  { now, policy }: Pick<CapQuestion, 'now' | 'policy'>,
): Instant[] {
  const first = startOfDay(addDays(businessDayOf(now), 1 - policy.windowDays[code]));
  return contacts.map(({ startedAt }) => startedAt).filter((at) => at >= first);
}
