import type { Id } from '#core/base/ids.ts';
import type { Instant } from '#core/base/time.ts';
import { isMainlandWorkday } from '#core/base/workday.ts';
import type { Reason } from '#core/calls/contact.ts';
import { isAgreedHour, judgeContact, type ContactVerdict } from '#core/consent/contact-gate.ts';
import { isRungMissing } from '#core/consent/ladder.ts';
import type { Channel, Purpose } from '#core/consent/policy.ts';
import { contactPolicyAt } from '#core/risk/rule-book.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { isVerdictKept } from '#db/queries/contact-gate.ts';
import { readRow } from '#db/rows.ts';
import { askedOf, subjectOf, type ContactSubject } from '#workstation/consent/subject.ts';
import { commit, type Station } from '#workstation/station.ts';

/** A contact somebody is about to make, on whatever channel. */
export interface ContactAsk {
  readonly channel: Channel;
  readonly purpose: Purpose;
  readonly reason: Reason;
  /** False where the words to be said or sent were not reviewed; left out where none are fixed. */
  readonly isScriptReviewed?: boolean;
  /** Why a rung of the ladder is passed over; left out where nobody gave a reason. */
  readonly overrideReason?: string | null;
}

/** Reads what the contact rules need of a client; null when the client is not here (any more). */
export function readSubject(station: Station, clientId: Id): ContactSubject | null {
  const row = readRow(station.db, 'client', clientId);
  return row && subjectOf(station, clientId, row.data);
}

/**
 * The one gate of this workstation: judges a contact of any channel at an instant and keeps nothing. For showing;
 * whoever acts on the answer keeps it with {@link verdictToKeep}.
 */
export function judgeAsk(subject: ContactSubject, ask: ContactAsk, now: Instant): ContactVerdict {
  const { channel, overrideReason, ...asked } = ask;
  const { content: policy, isReadable: isPolicyReadable } = contactPolicyAt(subject.book, now);
  const mayPassOver = Boolean(overrideReason) || policy.ladder.needs[channel] === undefined;
  return judgeContact({
    ...askedOf(subject, { policy, now }),
    ...asked,
    channel,
    now,
    policy,
    isPolicyReadable,
    isWorkday: isMainlandWorkday,
    agreedAt: channel === 'PHONE' ? agreedHourOf(subject) : null,
    isRungMissing: !mayPassOver && isRungMissing(subject.rungs(), { channel, at: now }, policy),
  });
}

/** What an act on a verdict was about. */
export interface Judged {
  readonly subject: ContactSubject;
  readonly ask: ContactAsk;
  readonly verdict: ContactVerdict;
  readonly at: Instant;
  /** The contact's id, also where it was refused; null where none was named yet. */
  readonly contactId: Id | null;
}

/**
 * Returns the row that keeps a verdict somebody acted on, to be committed with the act; none where the verdict for
 * this contact is kept already (dialled first, logged later; or the key pressed twice).
 */
export function verdictToKeep(station: Station, judged: Judged): RowChange[] {
  const { subject, ask, verdict, at, contactId } = judged;
  const { clientId, client, book } = subject;
  const { content: policy } = contactPolicyAt(book, at);
  if (contactId !== null && isVerdictKept(station.db, clientId, contactId)) return [];
  const { channel, purpose, reason } = ask;
  const { code, ruleId, policyVersion, until } = verdict;
  const agreed = channel === 'PHONE' ? agreedHourOf(subject) : null;
  const data = {
    clientId,
    managerId: station.me.managerId,
    channel,
    purpose,
    reason,
    code,
    ruleId,
    policyVersion,
    until,
    agreedAt: agreed !== null && isAgreedHour(agreed, at, policy) ? agreed : null,
    numberTail: policy.channels[channel].needsNumber ? (client.phone?.slice(-4) ?? null) : null,
    contactId,
    judgedAt: at,
  };
  return [{ op: 'create', entity: 'contactVerdict', id: station.newId(), data }];
}

/** Keeps a refusal that nothing else is committed with. */
export function keepRefusal(station: Station, judged: Judged): void {
  const rows = verdictToKeep(station, judged);
  if (rows.length > 0) commit(station, 'call.refuse', rows);
}

function agreedHourOf({ openTasks }: ContactSubject): Instant | null {
  return openTasks.find(({ kind }) => kind === 'CALLBACK')?.dueAt ?? null;
}
