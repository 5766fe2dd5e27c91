import type { Instant } from '#core/base/time.ts';
import type { PastContact } from '#core/calls/cooling.ts';
import type { Reason, TaskFields } from '#core/calls/contact.ts';
import { purposeOf } from '#core/calls/dispositions.ts';
import { scriptOf } from '#core/calls/script.ts';
import type { ClientFields } from '#core/clients/client.ts';
import { judgeContact, type ContactVerdict } from '#core/consent/contact-gate.ts';
import type { LedgerEntry } from '#core/consent/ledger.ts';
import { contactPolicy } from '#core/consent/policy.ts';
import { ledgerOf, openTasksOf, recentContacts, type OpenTaskRow } from '#db/queries/calls.ts';
import { readRow } from '#db/rows.ts';
import { isMainlandWorkday } from '#workstation/calls/calendar.ts';
import type { Station } from '#workstation/station.ts';

/** Everything the call rules read of one client. */
export interface CallSubject {
  readonly clientId: string;
  readonly client: ClientFields;
  readonly ledger: readonly LedgerEntry[];
  readonly contacts: readonly PastContact[];
  readonly openTasks: readonly OpenTaskRow[];
}

/** Why a client is to be called. */
export interface CallReason {
  readonly reason: Reason;
  readonly taskKind: TaskFields['kind'] | null;
}

/** Reads what the call rules need of a client; null when the client is not here (any more). */
export function readSubject({ db, clock }: Station, clientId: string): CallSubject | null {
  const row = readRow(db, 'client', clientId);
  if (!row) return null;
  return {
    clientId,
    client: row.data,
    ledger: ledgerOf(db, clientId),
    contacts: recentContacts(db, clientId, clock()),
    openTasks: openTasksOf(db, clientId),
  };
}

/** Judges a phone call to the subject for a reason at an instant (domain §3.7). */
export function judgeCall(subject: CallSubject, why: CallReason, now: Instant): ContactVerdict {
  const { client, openTasks } = subject;
  return judgeContact({
    channel: 'PHONE',
    purpose: purposeOf(why.reason, why.taskKind),
    client: {
      lawfulBasis: client.lawfulBasis,
      tier: client.tier,
      hasUsableNumber: client.phone !== null && client.phoneUsable,
      hasOpenComplaint: openTasks.some(({ kind }) => kind === 'COMPLAINT'),
    },
    ledger: subject.ledger,
    contacts: subject.contacts,
    now,
    policy: contactPolicy,
    isWorkday: isMainlandWorkday,
    agreedAt: openTasks.find(({ kind }) => kind === 'CALLBACK')?.dueAt ?? null,
    isScriptReviewed: scriptOf(why.reason).script.reviewedOn !== null,
  });
}
