import type { InferContractRouterInputs, InferContractRouterOutputs } from '@orpc/contract';
import type { contract } from '#core/api/contract.ts';
import type { ContactFields } from '#core/calls/contact.ts';
import { dispositionOf, purposeOf } from '#core/calls/dispositions.ts';
import { consequencesOf, type CalledGuest, type Consequences } from '#core/calls/follow-up.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import { businessDayOf, dayMs, type Instant } from '#core/base/time.ts';
import { allowedBy, type ContactVerdict } from '#core/consent/contact-gate.ts';
import { isOpenAt } from '#core/consent/hours.ts';
import { contactPolicyAt } from '#core/risk/rule-book.ts';
import { keepUndo } from '#db/changes/call-undo.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { nextMaturityOf, nextSalonOf, tasksFromContact } from '#db/queries/calls.ts';
import { readRow } from '#db/rows.ts';
import { isMainlandWorkday } from '#core/base/workday.ts';
import { countersOf } from '#workstation/calls/counters.ts';
import { callAsk } from '#workstation/calls/gate.ts';
import { judgeAsk, keepRefusal, readSubject, verdictToKeep, type Judged } from '#workstation/consent/gate.ts';
import { policyInUse } from '#workstation/consent/rules.ts';
import { logGone } from '#workstation/calls/log-gone.ts';
import { scriptVerdictRows } from '#workstation/calls/script-products.ts';
import { endTold, wasToldYes } from '#workstation/calls/told.ts';
import { undoOf, undoUntil } from '#workstation/calls/undo.ts';
import type { ContactSubject } from '#workstation/consent/subject.ts';
import { stateChange } from '#workstation/events/tickets.ts';
import { commitBeside, type Station } from '#workstation/station.ts';

export type LogInput = InferContractRouterInputs<typeof contract>['calls']['log'] & {
  followUpAt: Instant | null;
};
type LogAnswer = InferContractRouterOutputs<typeof contract>['calls']['log'];
export type LogFailure =
  | { readonly code: 'BAD_FOLLOW_UP' }
  | { readonly code: 'BLOCKED'; readonly verdict: ContactVerdict };

/** The longest a call is believed to last; an older start is a forgotten screen. */
const longestCallMs = dayMs;

/**
 * Logs one call with everything it leads to, as one group, durable when it returns. The contact's id comes
 * from the screen: the same id again is the same call and changes nothing. A client who left this workstation during
 * the call keeps the outcome too ({@link logGone}).
 */
export function logCall(station: Station, input: LogInput): Result<LogAnswer, LogFailure> {
  const known = readRow(station.db, 'contact', input.contactId);
  if (known) return ok(answer(station, input, { isRepeat: true }));
  const subject = readSubject(station, input.clientId);
  const contact = contactOf(station, input, subject?.openTasks ?? []);
  if (!subject) {
    logGone(station, input.contactId, contact);
    return ok(answer(station, input, { isGone: true }));
  }
  if (input.followUpAt !== null && !isCallableTime(station, input.followUpAt)) {
    return fail({ code: 'BAD_FOLLOW_UP' });
  }
  const judged = judgedAtStart({ input, subject, contact });
  const { verdict } = judged;
  const isOnYes = verdict.allowed || wasToldYes(station, input.clientId, contact.startedAt);
  if (!isOnYes && !dispositionOf(input.outcome).isInboundToo) {
    keepRefusal(station, judged);
    return fail({ code: 'BLOCKED', verdict });
  }
  const { content: policy } = contactPolicyAt(subject.book, contact.startedAt);
  const guest = salonGuest(station, input);
  const consequences = consequencesOf({
    contactId: input.contactId,
    contact,
    followUpAt: input.followUpAt,
    past: subject.contacts,
    openTasks: subject.openTasks.map(({ id, kind, origin }) => ({
      id,
      kind,
      reason: origin ?? input.reason,
    })),
    guest,
    policy,
    isWorkday: isMainlandWorkday,
  });
  const changes = changesOf(station, { input, contact, subject, consequences });
  const undo = undoOf(station, { contactId: input.contactId, contact, subject, consequences, changes });
  // What arrived since speaks against the call now; the verdict it was made on is the yes the screen was told.
  const actedOn = isOnYes ? { ...judged, verdict: allowedBy(policy) } : judged;
  const kept = [...changes, ...verdictToKeep(station, actedOn), ...saidOf(station, input)];
  commitBeside(station, { command: 'call.log', changes: kept }, (db) => keepUndo(db, undo));
  endTold(station, input.clientId);
  return ok(answer(station, input, { guestState: consequences.guest?.state ?? null }));
}

/** True when a follow-up may stand at this time: later than now and inside the hard calling hours. */
export function isCallableTime({ db, clock }: Station, at: Instant): boolean {
  const { hours } = policyInUse(db, at).content.channels.PHONE;
  return at > clock() && isOpenAt(hours.SERVICE, at, isMainlandWorkday);
}

function contactOf(station: Station, input: LogInput, openTasks: ContactSubject['openTasks']): ContactFields {
  const now = station.clock();
  const task = openTasks.find(({ id }) => id === input.taskId) ?? null;
  const earliest = now - longestCallMs;
  const startedAt = Math.min(now, Math.max(input.line?.dialledAt ?? input.startedAt, earliest));
  return {
    clientId: input.clientId,
    managerId: station.me.managerId,
    channel: 'PHONE',
    purpose: input.line?.asService ? 'SERVICE' : purposeOf(input.reason, task?.kind ?? null),
    reason: input.reason,
    outcome: input.outcome,
    note: input.note,
    startedAt,
    endedAt: Math.min(now, Math.max(input.line?.endedAt ?? now, startedAt)),
    // A task closed meanwhile on another device is not answered twice.
    taskId: task?.id ?? null,
  };
}

/** Judged by what was known when the call began: what came in during it is not the caller's fault. */
function judgedAtStart(call: {
  readonly input: LogInput;
  readonly subject: ContactSubject;
  readonly contact: ContactFields;
}): Judged {
  const { input, subject, contact } = call;
  const { startedAt } = contact;
  const before: ContactSubject = {
    ...subject,
    ledger: subject.ledger.filter(({ recordedAt }) => recordedAt <= startedAt),
    contacts: subject.contacts.filter((past) => past.startedAt <= startedAt),
  };
  const taskKind = subject.openTasks.find(({ id }) => id === contact.taskId)?.kind ?? null;
  const ask = callAsk(
    subject.book,
    { reason: input.reason, taskKind, asService: input.line?.asService },
    startedAt,
  );
  const verdict = judgeAsk(before, ask, startedAt);
  return { subject, ask, verdict, at: startedAt, contactId: input.contactId };
}

/** What the gate said of the products the call's script named. */
function saidOf(station: Station, { clientId, reason }: LogInput): RowChange[] {
  const { db, clock } = station;
  const maturity = nextMaturityOf(db, clientId, businessDayOf(clock()));
  const sources = { maturity, salon: nextSalonOf(db, clientId, clock()) };
  return scriptVerdictRows(station, { clientId, reason, sources });
}

function salonGuest({ db, clock }: Station, { clientId, reason }: LogInput): CalledGuest | null {
  const salon = nextSalonOf(db, clientId, clock(), reason === 'EVENT_CONFIRM' ? 'SOONEST' : 'ASKED');
  if (!salon) return null;
  const { id, state, startsAt, eventStatus, isFull } = salon;
  return { id, state, startsAt, setting: { eventStatus, isFull, hasEntered: false } };
}

function changesOf(
  station: Station,
  logged: {
    readonly input: LogInput;
    readonly contact: ContactFields;
    readonly subject: ContactSubject;
    readonly consequences: Consequences;
  },
): RowChange[] {
  const { input, contact, subject, consequences } = logged;
  const at = contact.endedAt;
  const changes: RowChange[] = [{ op: 'create', entity: 'contact', id: input.contactId, data: contact }];
  for (const data of consequences.newTasks) {
    changes.push({ op: 'create', entity: 'task', id: station.newId(), data });
  }
  for (const { id, status } of consequences.closedTasks) {
    changes.push({ op: 'patch', entity: 'task', id, patch: { status, closedAt: at } });
  }
  for (const data of consequences.consents) {
    changes.push({ op: 'create', entity: 'consent', id: station.newId(), data });
  }
  if (input.line) changes.push(lineRow(station, input, contact));
  if (consequences.isNumberWrong && subject.client.phoneUsable) {
    changes.push({ op: 'patch', entity: 'client', id: input.clientId, patch: { phoneUsable: false } });
  }
  if (consequences.guest) {
    const guest = readRow(station.db, 'guest', consequences.guest.id)?.data;
    const { id, state } = consequences.guest;
    if (guest) changes.push(stateChange(station, { ...guest, id }, state));
  }
  return changes;
}

/** What the line did, beside what was said; its times lie inside the contact's. */
function lineRow(station: Station, { contactId, line }: LogInput, contact: ContactFields): RowChange {
  const { clientId, managerId, startedAt, endedAt } = contact;
  const inside = (at: Instant | null | undefined): Instant | null =>
    at === null || at === undefined ? null : Math.min(endedAt, Math.max(startedAt, at));
  const data = {
    clientId,
    managerId,
    contactId,
    way: line?.way ?? 'TEL',
    dialledAt: startedAt,
    answeredAt: inside(line?.answeredAt),
    endedAt: inside(line?.endedAt),
    ending: line?.ending ?? null,
  };
  return { op: 'create', entity: 'phoneCall', id: station.newId(), data };
}

function answer(
  station: Station,
  { contactId, clientId }: LogInput,
  what: Partial<Pick<LogAnswer, 'isRepeat' | 'isGone' | 'guestState'>>,
): LogAnswer {
  const tasks = tasksFromContact(station.db, clientId, contactId).filter(({ status }) => status === 'OPEN');
  return {
    contactId,
    isRepeat: false,
    isGone: false,
    guestState: null,
    ...what,
    tasks: tasks.map(({ id, kind, dueAt }) => ({ id, kind, dueAt })),
    undoUntil: undoUntil(station, contactId),
    counters: countersOf(station),
  };
}
