import { businessDayOf, hourMs, minuteMs, startOfDay, type Instant } from '#core/base/time.ts';
import { lastWorkdayBefore } from '#core/base/workday.ts';
import type { ContactFields, Reason, TaskFields } from '#core/calls/contact.ts';
import { openAttempts, type PastContact } from '#core/calls/cooling.ts';
import { callRules, dispositionOf, purposeOf, type Disposition } from '#core/calls/dispositions.ts';
import { nextAttemptAt } from '#core/calls/time-bands.ts';
import type { ConsentFields } from '#core/consent/consent.ts';
import { nextOpening, type IsWorkday } from '#core/consent/hours.ts';
import type { ContactPolicy } from '#core/consent/policy.ts';
import type { GuestFields } from '#core/events/event.ts';
import { moveGuest, type MoveSetting } from '#core/events/guest-state.ts';

/** An open task of the client, with the reason of the call it came from. */
export interface OpenTask {
  readonly id: string;
  readonly kind: TaskFields['kind'];
  readonly reason: Reason;
}

/** The guest row an outcome speaks about: the client's next salon. */
export interface CalledGuest {
  readonly id: string;
  readonly state: GuestFields['state'];
  readonly startsAt: Instant;
  readonly setting: MoveSetting;
}

export interface LoggedCall {
  readonly contactId: string;
  readonly contact: ContactFields;
  /** The date the client and the manager agreed on; null = the outcome's own default. */
  readonly followUpAt: Instant | null;
  /** The client's past contacts without this one and without undone ones. */
  readonly past: readonly PastContact[];
  readonly openTasks: readonly OpenTask[];
  readonly guest: CalledGuest | null;
  readonly policy: ContactPolicy;
  readonly isWorkday: IsWorkday;
}

/** Everything one logged call leads to, besides the contact itself. */
export interface Consequences {
  readonly newTasks: readonly TaskFields[];
  readonly closedTasks: readonly { readonly id: string; readonly status: 'DONE' | 'CANCELLED' }[];
  readonly consents: readonly ConsentFields[];
  readonly isNumberWrong: boolean;
  readonly guest: { readonly id: string; readonly state: GuestFields['state'] } | null;
}

/** Returns what a logged outcome creates, closes and withdraws (domain §3.3). */
export function consequencesOf(call: LoggedCall): Consequences {
  const disposition = dispositionOf(call.contact.outcome);
  return {
    newTasks: newTasks(call, disposition),
    closedTasks: closedTasks(call, disposition),
    consents: withdrawals(call, disposition),
    isNumberWrong: disposition.next === 'QUARANTINE',
    guest: disposition.next === 'SALON' && call.guest ? acceptedGuest(call.guest) : null,
  };
}

/** True for steps whose date is the manager's and the client's to choose; a complaint's is not. */
export function isMovable(kind: TaskFields['kind']): boolean {
  return kind !== 'COMPLAINT' && kind !== 'EVENT_CONFIRM';
}

function newTasks(call: LoggedCall, disposition: Disposition): TaskFields[] {
  switch (disposition.next) {
    case 'RETRY': {
      const dueAt = retryAt(call, disposition);
      return dueAt === null ? [] : [task(call, 'RETRY', dueAt)];
    }
    case 'CALLBACK':
      return [task(call, 'CALLBACK', call.followUpAt ?? defaultDate(call, disposition))];
    case 'FOLLOW_UP':
      return [task(call, 'FOLLOW_UP', call.followUpAt ?? defaultDate(call, disposition))];
    case 'RISK_TEST':
      return [task(call, 'RISK_TEST', call.followUpAt ?? defaultDate(call, disposition))];
    case 'HAND_OVER':
      return [task(call, 'OTHER', call.followUpAt ?? defaultDate(call, disposition))];
    case 'SALON':
      return [salonTask(call, disposition)].filter((one) => one !== null);
    case 'ESCALATE':
      return call.openTasks.some(({ kind }) => kind === 'COMPLAINT')
        ? []
        : [task(call, 'COMPLAINT', complaintDue(call.contact.endedAt))];
    case 'QUARANTINE':
      return [task(call, 'OTHER', nextOpeningOf(call, call.contact.endedAt + 24 * hourMs))];
    default:
      return call.followUpAt === null ? [] : [task(call, 'FOLLOW_UP', call.followUpAt)];
  }
}

function retryAt(call: LoggedCall, disposition: Disposition): Instant | null {
  const { contact, past, policy, isWorkday } = call;
  if (call.followUpAt !== null) return call.followUpAt;
  const attempts = openAttempts([...past, contact], contact.endedAt);
  const plan = disposition.retries[Math.min(attempts.length, disposition.retries.length) - 1];
  if (attempts.length >= (disposition.max ?? 0) || !plan) return null;
  return nextAttemptAt(
    {
      earliest: contact.endedAt + plan.minutes * minuteMs,
      tried: attempts.map(({ startedAt }) => startedAt),
      otherBand: plan.otherBand,
    },
    callRules.bands,
    { hours: policy.channels.PHONE.hours[contact.purpose], isWorkday },
  );
}

function salonTask(call: LoggedCall, disposition: Disposition): TaskFields | null {
  const { guest, contact } = call;
  if (!guest) return task(call, 'FOLLOW_UP', call.followUpAt ?? defaultDate(call, disposition));
  if (acceptedGuest(guest)?.state === 'confirmed') return null;
  const dayBefore = lastWorkdayBefore(businessDayOf(guest.startsAt), call.isWorkday);
  const dueAt = call.followUpAt ?? startOfDay(dayBefore) + callRules.confirmHour * hourMs;
  return dueAt > contact.endedAt ? task(call, 'EVENT_CONFIRM', dueAt) : null;
}

/** A yes before the salon accepts (or waits for a seat); a yes of someone who had accepted confirms. */
function acceptedGuest(guest: CalledGuest): Consequences['guest'] {
  // Someone not invited yet is invited by this very call.
  const from = guest.state === 'candidate' ? 'invited' : guest.state;
  const moved = moveGuest(from, from === 'accepted' ? 'confirmed' : 'accepted', guest.setting);
  return moved.ok ? { id: guest.id, state: moved.value } : null;
}

function closedTasks(call: LoggedCall, { code, isReached, next }: Disposition): Consequences['closedTasks'] {
  const { taskId, reason } = call.contact;
  return call.openTasks.flatMap((one): Consequences['closedTasks'][number][] => {
    if (one.kind === 'COMPLAINT') {
      return one.id === taskId && code === 'DONE_SERVICE' ? [{ id: one.id, status: 'DONE' }] : [];
    }
    if (one.id === taskId) return [{ id: one.id, status: 'DONE' }];
    if (next === 'STOP_ALL') return [{ id: one.id, status: 'CANCELLED' }];
    if (next === 'STOP_MARKETING' && isMarketing(one)) return [{ id: one.id, status: 'CANCELLED' }];
    if (one.kind === 'RETRY' && (isReached || one.reason === reason)) return [{ id: one.id, status: 'DONE' }];
    return [];
  });
}

function isMarketing({ kind, reason }: OpenTask): boolean {
  if (!['RETRY', 'CALLBACK', 'FOLLOW_UP'].includes(kind)) return false;
  return purposeOf(reason, kind) === 'MARKETING';
}

function withdrawals(call: LoggedCall, { code, next }: Disposition): ConsentFields[] {
  if (next !== 'STOP_ALL' && next !== 'STOP_MARKETING') return [];
  const { clientId, managerId, endedAt } = call.contact;
  return [
    {
      clientId,
      channel: null,
      purpose: next === 'STOP_ALL' ? null : 'MARKETING',
      given: false,
      evidence: `call:${call.contactId} outcome:${code}`,
      recordedBy: managerId,
      recordedAt: endedAt,
      expiresAt: null,
    },
  ];
}

function defaultDate(call: LoggedCall, { followUpMinutes = 24 * 60 }: Disposition): Instant {
  return nextOpeningOf(call, call.contact.endedAt + followUpMinutes * minuteMs);
}

function nextOpeningOf({ policy, isWorkday }: LoggedCall, from: Instant): Instant {
  return nextOpening(policy.channels.PHONE.hours.MARKETING, from, isWorkday) ?? from;
}

function complaintDue(at: Instant): Instant {
  return Math.max(at, startOfDay(businessDayOf(at)) + callRules.complaintHour * hourMs);
}

function task({ contact, contactId }: LoggedCall, kind: TaskFields['kind'], dueAt: Instant): TaskFields {
  return {
    clientId: contact.clientId,
    managerId: contact.managerId,
    kind,
    dueAt,
    text: contact.note,
    status: 'OPEN',
    fromContactId: contactId,
    closedAt: null,
  };
}
