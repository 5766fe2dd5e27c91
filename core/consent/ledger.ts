import type { Instant } from '#core/base/time.ts';
import type { ConsentFields } from '#core/consent/consent.ts';
import type { Channel, Purpose } from '#core/consent/policy.ts';
import { channelField } from '#core/sync/fields.ts';

/** What the gate reads of one entry of the consent ledger. */
export type LedgerEntry = Pick<ConsentFields, 'channel' | 'purpose' | 'given' | 'recordedAt' | 'expiresAt'>;

/** Where a client stands for one purpose and channel; `NONE` = nobody ever asked, or the consent ran out. */
export type ConsentStanding = 'GIVEN' | 'WITHDRAWN' | 'NONE';

/**
 * Returns true when the latest blanket entry (no channel, no purpose) is a withdrawal: do-not-contact.
 * On the same instant the withdrawal wins. Source: domain §3.7.
 */
export function isDoNotContact(ledger: readonly LedgerEntry[]): boolean {
  const latest = latestOf(ledger.filter(isBlanket));
  return latest !== null && !latest.given;
}

/**
 * Returns the standing for a purpose on a channel: the latest entry that covers both.
 * A blanket entry decides do-not-contact only: lifting it restores what stood before and grants nothing.
 * A marketing consent must name its purpose (PIPL 14: explicit); a withdrawal may be general and never expires.
 */
export function consentStanding(
  ledger: readonly LedgerEntry[],
  asked: { readonly channel: Channel; readonly purpose: Purpose },
  now: Instant,
): ConsentStanding {
  const latest = latestOf(ledger.filter((entry) => !isBlanket(entry) && covers(entry, asked)));
  if (!latest) return 'NONE';
  if (!latest.given) return 'WITHDRAWN';
  return latest.expiresAt !== null && latest.expiresAt <= now ? 'NONE' : 'GIVEN';
}

/** Returns the channels on which a purpose is consented to, with the consent's own expiry. */
export function consentedChannels(
  ledger: readonly LedgerEntry[],
  purpose: Purpose,
  now: Instant,
): { readonly channel: Channel; readonly expiresAt: Instant | null }[] {
  return channelField.options.flatMap((channel) => {
    if (consentStanding(ledger, { channel, purpose }, now) !== 'GIVEN') return [];
    const entry = latestOf(ledger.filter((one) => !isBlanket(one) && covers(one, { channel, purpose })));
    return [{ channel, expiresAt: entry?.expiresAt ?? null }];
  });
}

function isBlanket(entry: LedgerEntry): boolean {
  return entry.channel === null && entry.purpose === null;
}

function covers(
  entry: LedgerEntry,
  asked: { readonly channel: Channel; readonly purpose: Purpose },
): boolean {
  if (entry.channel !== null && entry.channel !== asked.channel) return false;
  if (entry.purpose === asked.purpose) return true;
  return entry.purpose === null && (!entry.given || asked.purpose === 'SERVICE');
}

function latestOf(entries: readonly LedgerEntry[]): LedgerEntry | null {
  let latest: LedgerEntry | null = null;
  for (const entry of entries) {
    if (!latest || entry.recordedAt > latest.recordedAt) latest = entry;
    else if (entry.recordedAt === latest.recordedAt && !entry.given) latest = entry;
  }
  return latest;
}
