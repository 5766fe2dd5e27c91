import type { CallCard } from '#core/api/calls.ts';
import { ageOn, businessDayOf, daysBetween, type Instant } from '#core/base/time.ts';
import { isAsService, purposeOf } from '#core/calls/dispositions.ts';
import { maskPhone } from '#core/clients/phone.ts';
import { goldenWindowEnd, type Stage } from '#core/lifecycle/stage.ts';
import { noDetail, type Candidate } from '#core/calls/candidates.ts';
import {
  lastContacts,
  type ContactRow,
  nextMaturityOf,
  nextOpenSalon,
  nextSalonOf,
  summaryOf,
} from '#db/queries/calls.ts';
import { factsFor, type FactSources } from '#workstation/calls/facts.ts';
import { judgeCall } from '#workstation/calls/gate.ts';
import { readSubject } from '#workstation/consent/gate.ts';
import { filledScript } from '#workstation/calls/card-script.ts';
import { judgeScript } from '#workstation/calls/script-products.ts';
import { questionFor } from '#workstation/calls/question.ts';
import { relationOf } from '#workstation/calls/relation.ts';
import { rememberTold } from '#workstation/calls/told.ts';
import type { ContactSubject } from '#workstation/consent/subject.ts';
import type { Station } from '#workstation/station.ts';

/** What a card takes from the queue; a card opened by hand has none of it. */
type Standing = Pick<Candidate, 'reason' | 'taskId' | 'taskKind' | 'taskText' | 'dueAt' | 'detail'>;

const byHand: Standing = {
  reason: 'MANUAL',
  taskId: null,
  taskKind: null,
  taskText: '',
  dueAt: null,
  detail: noDetail,
};

/** Builds everything the desk shows of one client, judged now; null when the client is not here (any more). */
export function buildCard(station: Station, clientId: string, standing: Standing | null): CallCard | null {
  const subject = readSubject(station, clientId);
  if (!subject) return null;
  const now = station.clock();
  const { reason, taskId, taskKind, taskText, dueAt, detail } = standing ?? byHand;
  const sources = readSources(station, subject, now);
  const contacts = lastContacts(station.db, clientId, 3);
  const verdict = judgeCall(subject, { reason, taskKind }, now);
  rememberTold(station, clientId, verdict.allowed);
  return {
    ...person(subject, now),
    ...standingOf(sources),
    reason,
    taskId,
    taskKind,
    taskText,
    dueAt,
    detail,
    purpose: purposeOf(reason, taskKind),
    verdict,
    facts: factsFor(reason, sources),
    question: isLeftAlone(verdict)
      ? null
      : questionFor(station, subject, { reason, summary: sources.summary, now }),
    relation: relationOf(station, subject, { stage: standingOf(sources).stage, now }),
    salon: isLeftAlone(verdict) ? null : nextOpenSalon(station.db, clientId, now),
    lastContacts: contacts.map(toContact),
    script: filledScript(station, {
      sources,
      reason,
      lastNote: contacts.find(({ note }) => note)?.note,
      products: judgeScript(station, { clientId, reason, sources }),
    }),
  };
}

function toContact(contact: ContactRow): CallCard['lastContacts'][number] {
  const { id, channel, reason, outcome, note, startedAt: at, managerName, taskKind } = contact;
  return { id, channel, reason, outcome, note, at, managerName, isAsService: isAsService(contact, taskKind) };
}

/** Whoever asked for no contact, or has a complaint open, is asked nothing and invited to nothing. */
function isLeftAlone({ code }: CallCard['verdict']): boolean {
  return code === 'DNC_ALL' || code === 'COMPLAINT_FREEZE';
}

function person({ clientId, client }: ContactSubject, now: Instant) {
  const { name, gender, city, occupation, tier, phone, phoneUsable, birthDay } = client;
  const age = birthDay === null ? null : ageOn(birthDay, businessDayOf(now));
  const phoneMasked = phone === null ? null : maskPhone(phone);
  return { clientId, name, gender, age, city, occupation, tier, phoneMasked, phoneUsable };
}

function standingOf({ summary, goldenDaysLeft, now }: FactSources) {
  return {
    stage: (summary?.stage ?? 'ACQUISITION') as Stage,
    goldenDaysLeft,
    level: (summary?.level ?? null) as CallCard['level'],
    levelThrough: summary?.levelThrough ?? null,
    levelEndedOn: summary?.levelEndedOn ?? null,
    isLevelExpired: isPast(summary?.levelThrough ?? null, now),
  };
}

function isPast(day: string | null, now: Instant): boolean {
  return day !== null && day < businessDayOf(now);
}

function readSources({ db }: Station, { clientId, client }: ContactSubject, now: Instant): FactSources {
  const summary = summaryOf(db, clientId);
  const today = businessDayOf(now);
  const isInWindow = summary?.stage === 'ACTIVATION' && client.registeredAt !== null;
  const goldenDaysLeft = isInWindow
    ? Math.max(0, daysBetween(today, goldenWindowEnd(businessDayOf(client.registeredAt ?? now))))
    : null;
  return {
    client,
    summary,
    goldenDaysLeft,
    maturity: nextMaturityOf(db, clientId, today),
    salon: nextSalonOf(db, clientId, now),
    now,
  };
}
