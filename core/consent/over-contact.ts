import type { Instant } from '#core/base/time.ts';
import type { PastContact } from '#core/calls/cooling.ts';
import { dispositionOf } from '#core/calls/dispositions.ts';
import type { ClientFields } from '#core/clients/client.ts';
import type { ConsentFields } from '#core/consent/consent.ts';
import { judgeContact, type ContactVerdict, type GateCode } from '#core/consent/contact-gate.ts';
import type { IsWorkday } from '#core/consent/hours.ts';
import { isRungMissing, type RungTimes } from '#core/consent/ladder.ts';
import type { LedgerEntry } from '#core/consent/ledger.ts';
import { isMarketingFree, type TagSpan } from '#core/consent/marketing-free.ts';
import type { PolicyAt } from '#core/consent/policy.ts';

/** How far back lists show over-contacts; a client's own timeline shows all, an export all of its range. */
export const overContactDays = 35;

/** A contact that was made, with what its kept verdict says; the latter null where none was kept. */
export interface MadeContact extends PastContact {
  readonly id: string;
  readonly managerId: string;
  readonly verdictCode: GateCode | null;
  readonly agreedAt: Instant | null;
  readonly numberTail: string | null;
  /** Somebody gave a reason for passing a rung of the ladder over. */
  readonly isOverridden: boolean;
}

/** A complaint's time: from when it was made until it was answered. */
export interface ComplaintSpan {
  readonly from: Instant;
  readonly until: Instant | null;
  readonly fromContactId: string | null;
}

/** Everything on file about a client that the contact rules read, from whichever device it came. */
export interface ContactHistory {
  readonly client: Pick<ClientFields, 'lawfulBasis' | 'tier'>;
  readonly ledger: readonly (LedgerEntry & Pick<ConsentFields, 'evidence'>)[];
  /** Of every channel, undone ones left out, in any order. */
  readonly contacts: readonly MadeContact[];
  readonly complaints: readonly ComplaintSpan[];
  readonly tags: readonly TagSpan[];
  /** By everything on file, however old; null where no contact of this history asks for a rung. */
  readonly rungs: RungTimes | null;
}

/** What past contacts are judged by. */
export interface ContactRules {
  readonly isWorkday: IsWorkday;
  readonly policyAt: PolicyAt;
}

/** A contact that was made although all that is known now forbade it when it began. */
export interface OverContact {
  readonly contactId: string;
  readonly managerId: string;
  readonly channel: MadeContact['channel'];
  readonly purpose: MadeContact['purpose'];
  readonly at: Instant;
  readonly verdict: ContactVerdict;
  /** The gate had let it pass on what the device knew then; null where no verdict was kept. */
  readonly wasAllowed: boolean | null;
}

/**
 * Judges contacts once more by the whole history, as it stood when each began, by the policy in force then. Two devices
 * that were offline each kept the rules as they saw them: what both together did may still break one. The answer
 * depends on rows only, so every device and the centre agree. Calls of the client's own are not ours to count.
 */
export function overContactsOf(
  history: ContactHistory,
  rules: ContactRules,
  isAsked: (contact: MadeContact) => boolean = () => true,
): OverContact[] {
  const ordered = history.contacts.toSorted(byStart);
  return ordered.flatMap((contact, index) => {
    if (!isAsked(contact) || isInbound(contact)) return [];
    const verdict = verdictThen(history, contact, { ...rules, earlier: ordered.slice(0, index) });
    if (verdict.allowed) return [];
    const { id: contactId, managerId, channel, purpose, startedAt: at, verdictCode } = contact;
    const wasAllowed = verdictCode === null ? null : verdictCode === 'OK';
    return [{ contactId, managerId, channel, purpose, at, verdict, wasAllowed }];
  });
}

function verdictThen(
  { client, ledger, complaints, tags, rungs }: ContactHistory,
  contact: MadeContact,
  { earlier, isWorkday, policyAt }: ContactRules & { readonly earlier: readonly MadeContact[] },
): ContactVerdict {
  const { content: policy, isReadable: isPolicyReadable } = policyAt(contact.startedAt);
  const { id, channel, purpose, startedAt, agreedAt, numberTail, isOverridden } = contact;
  return judgeContact({
    channel,
    purpose,
    client: {
      ...client,
      hasUsableNumber: !earlier.some((one) => isWrong(one, numberTail)),
      isMarketingFree: isMarketingFree(tags, policy, startedAt),
      hasOpenComplaint: complaints.some((one) => one.fromContactId !== id && isOpen(one, startedAt)),
    },
    // What the contact itself led to was recorded at its end, and does not speak against it.
    ledger: ledger.filter(
      ({ recordedAt, evidence }) => recordedAt <= startedAt && !evidence.startsWith(`call:${id} `),
    ),
    contacts: earlier,
    now: startedAt,
    policy,
    isPolicyReadable,
    isWorkday,
    agreedAt,
    isRungMissing:
      !isOverridden && rungs !== null && isRungMissing(rungs, { channel, at: startedAt }, policy),
  });
}

/** Somebody else answered under this number before, and nobody took that back. */
function isWrong({ outcome, numberTail }: MadeContact, tail: string | null): boolean {
  return outcome === 'WRONG' && tail !== null && numberTail === tail;
}

function isOpen({ from, until }: ComplaintSpan, at: Instant): boolean {
  return from <= at && (until === null || until > at);
}

/** A call the gate forbade is logged only as the client's own (CQ18). */
function isInbound({ outcome, verdictCode }: MadeContact): boolean {
  return dispositionOf(outcome).isInboundToo && verdictCode !== null && verdictCode !== 'OK';
}

function byStart(a: MadeContact, b: MadeContact): number {
  return a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1);
}
