import type { Instant } from '#core/base/time.ts';
import type { Reason, TaskFields } from '#core/calls/contact.ts';
import { purposeOf } from '#core/calls/dispositions.ts';
import { scriptOf } from '#core/calls/script.ts';
import { judgeContact, type ContactVerdict } from '#core/consent/contact-gate.ts';
import { contactPolicy } from '#core/consent/policy.ts';
import { readRow } from '#db/rows.ts';
import { isMainlandWorkday } from '#workstation/calls/calendar.ts';
import { askedOf, subjectOf, type ContactSubject } from '#workstation/consent/subject.ts';
import type { Station } from '#workstation/station.ts';

/** Why a client is to be called. */
export interface CallReason {
  readonly reason: Reason;
  readonly taskKind: TaskFields['kind'] | null;
}

/** Reads what the call rules need of a client; null when the client is not here (any more). */
export function readSubject(station: Station, clientId: string): ContactSubject | null {
  const row = readRow(station.db, 'client', clientId);
  return row && subjectOf(station, clientId, row.data);
}

/** Judges a phone call to the subject for a reason at an instant (domain §3.7). */
export function judgeCall(subject: ContactSubject, why: CallReason, now: Instant): ContactVerdict {
  return judgeContact({
    ...askedOf(subject),
    channel: 'PHONE',
    purpose: purposeOf(why.reason, why.taskKind),
    now,
    policy: contactPolicy,
    isWorkday: isMainlandWorkday,
    agreedAt: subject.openTasks.find(({ kind }) => kind === 'CALLBACK')?.dueAt ?? null,
    isScriptReviewed: scriptOf(why.reason).script.reviewedOn !== null,
  });
}
