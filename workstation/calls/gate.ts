import type { Instant } from '#core/base/time.ts';
import type { Reason, TaskFields } from '#core/calls/contact.ts';
import { purposeOf } from '#core/calls/dispositions.ts';
import type { ContactVerdict } from '#core/consent/contact-gate.ts';
import type { RuleBook } from '#core/risk/rule-book.ts';
import { judgeAsk, type ContactAsk } from '#workstation/consent/gate.ts';
import { scriptInUse } from '#workstation/consent/rules.ts';
import type { ContactSubject } from '#workstation/consent/subject.ts';

/** Why a client is to be called. */
export interface CallReason {
  readonly reason: Reason;
  readonly taskKind: TaskFields['kind'] | null;
  /** The caller says it serves the client and sells nothing, whatever the queue's reason is. */
  readonly asService?: boolean | undefined;
}

/** Returns what a call for a reason asks of the contact gate at an instant. */
export function callAsk(
  book: RuleBook,
  { reason, taskKind, asService }: CallReason,
  now: Instant,
): ContactAsk {
  return {
    channel: 'PHONE',
    purpose: asService ? 'SERVICE' : purposeOf(reason, taskKind),
    reason,
    isScriptReviewed: scriptInUse(book, reason, now).isSpeakable,
  };
}

/** Judges a phone call to the subject for a reason at an instant (domain §3.7). */
export function judgeCall(subject: ContactSubject, why: CallReason, now: Instant): ContactVerdict {
  return judgeAsk(subject, callAsk(subject.book, why, now), now);
}
