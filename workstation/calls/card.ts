import type { CallCard } from '#core/api/calls.ts';
import { ageOn, businessDayOf, daysBetween, minuteOfDay, type Instant } from '#core/base/time.ts';
import { purposeOf } from '#core/calls/dispositions.ts';
import { fillScript, scriptOf } from '#core/calls/script.ts';
import { maskPhone } from '#core/clients/phone.ts';
import { goldenWindowEnd, type Stage } from '#core/lifecycle/stage.ts';
import { noDetail, type CandidateRow } from '#db/queries/call-candidates.ts';
import { lastContacts, nextMaturityOf, nextSalonOf, summaryOf } from '#db/queries/calls.ts';
import { factsFor, type FactSources } from '#workstation/calls/facts.ts';
import { judgeCall } from '#workstation/calls/gate.ts';
import { readSubject } from '#workstation/consent/gate.ts';
import type { ContactSubject } from '#workstation/consent/subject.ts';
import type { Station } from '#workstation/station.ts';

/** What a card takes from the queue; a card opened by hand has none of it. */
type Standing = Pick<CandidateRow, 'reason' | 'taskId' | 'taskKind' | 'taskText' | 'dueAt' | 'detail'>;

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
    verdict: judgeCall(subject, { reason, taskKind }, now),
    facts: factsFor(reason, sources),
    lastContacts: contacts.map(({ id, channel, reason, outcome, note, startedAt, managerName }) => ({
      id,
      channel,
      reason,
      outcome,
      note,
      at: startedAt,
      managerName,
    })),
    script: filledScript(station, {
      subject,
      sources,
      reason,
      lastNote: contacts.find(({ note }) => note)?.note,
    }),
  };
}

function person({ clientId, client }: ContactSubject, now: Instant) {
  const { name, gender, city, occupation, tier, phone, phoneUsable, birthDay } = client;
  const age = birthDay === null ? null : ageOn(birthDay, businessDayOf(now));
  const phoneMasked = phone === null ? null : maskPhone(phone);
  return { clientId, name, gender, age, city, occupation, tier, phoneMasked, phoneUsable };
}

function standingOf({ summary, goldenDaysLeft }: FactSources) {
  return {
    stage: (summary?.stage ?? 'ACQUISITION') as Stage,
    goldenDaysLeft,
    level: (summary?.level ?? null) as CallCard['level'],
    levelThrough: summary?.levelThrough ?? null,
  };
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

function filledScript(
  { me }: Station,
  told: {
    subject: ContactSubject;
    sources: FactSources;
    reason: CallCard['reason'];
    lastNote: string | undefined;
  },
): CallCard['script'] {
  const { script, version } = scriptOf(told.reason);
  const { client } = told.subject;
  const { maturity, salon, summary } = told.sources;
  const facts = (title: string, amount: string | null) => ({
    name: client.name,
    title,
    branch: me.branchName,
    manager: me.managerName,
    product: maturity?.product ?? null,
    maturityDay: maturity?.day ?? null,
    amount,
    event: salon?.title ?? null,
    eventAt: salon ? `${businessDayOf(salon.startsAt)} ${clockText(salon.startsAt)}` : null,
    venue: salon?.venue ?? null,
    levelThrough: summary?.levelThrough ?? null,
    lastNote: told.lastNote ?? null,
  });
  const yuan = maturity ? maturity.amountFen / 100 : null;
  const zh = facts(
    client.gender === 'F' ? '女士' : client.gender === 'M' ? '先生' : '',
    yuanText(yuan, '元'),
  );
  const en = facts('', yuan === null ? null : `¥${grouped(yuan)}`);
  return {
    version,
    reviewedOn: script.reviewedOn,
    lines: { 'zh-CN': fillScript(script, zh, 'zh-CN'), en: fillScript(script, en, 'en') },
  };
}

function yuanText(yuan: number | null, unit: string): string | null {
  return yuan === null ? null : `${grouped(yuan)}${unit}`;
}

function grouped(yuan: number): string {
  return new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 }).format(yuan);
}

function clockText(at: Instant): string {
  const minute = minuteOfDay(at);
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
