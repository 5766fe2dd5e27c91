import { businessDayOf, daysBetween, minuteOfDay, type BusinessDay, type Instant } from '#core/base/time.ts';
import { daysToBirthday } from '#core/calls/birthday.ts';
import type { MessageFacts } from '#core/messages/fill-text.ts';
import type { MessageLanguage } from '#core/messages/message.ts';
import { holidayNear } from '#core/messages/greeting-days.ts';
import { messageTexts } from '#core/messages/texts.ts';
import { nextMaturityOf, nextSalonOf, summaryOf } from '#db/queries/calls.ts';
import { complaintRaisedAt, lastMissedOf, lastVisitOf, toldFactsOf } from '#db/queries/messages.ts';
import type { ContactSubject } from '#workstation/consent/subject.ts';
import type { Station } from '#workstation/station.ts';

const { timelyDays } = messageTexts;

/** Guests who said they come: only they are reminded. */
const promised = ['accepted', 'confirmed'];
/** Guests who were asked and gave no answer that stands: they are invited. */
const askedOnly = ['invited', 'tentative', 'no_reply'];

/**
 * Reads what a message to a client can say, in the words of a language: never an amount, never a note.
 * `factId` chooses what the client told us; without it the newest is said.
 */
export function messageFactsOf(
  station: Station,
  { clientId, client, openTasks }: ContactSubject,
  { language, factId }: { readonly language: MessageLanguage; readonly factId: string | null },
): MessageFacts {
  const { db, clock, me } = station;
  const now = clock();
  const today = businessDayOf(now);
  const say = wordsOf(language);
  const summary = summaryOf(db, clientId);
  const maturity = nextMaturityOf(db, clientId, today);
  const salon = nextSalonOf(db, clientId, now);
  const isComing = salon !== null && promised.includes(salon.state);
  const isAsked = salon !== null && askedOnly.includes(salon.state);
  const missed = lastMissedOf(db, clientId);
  const missedDay = missed && businessDayOf(missed.startsAt);
  const hasJustMissed = missedDay !== null && daysBetween(missedDay, today) <= timelyDays.salonDay;
  const visit = lastVisitOf(db, clientId);
  const visitDay = visit && businessDayOf(visit.startsAt);
  const callback = openTasks.find(({ kind, dueAt }) => kind === 'CALLBACK' && dueAt > now) ?? null;
  const raisedAt = complaintRaisedAt(db, clientId);
  const told = toldFactsOf(db, clientId);
  const levelThrough = summary?.levelThrough ?? null;
  const { birthDay, registeredAt } = client;
  const isMaturing = isWithin(maturity?.day ?? null, today, timelyDays.maturityDay);
  const isInWindow = summary?.stage === 'ACTIVATION';
  const hasJustBeen = visitDay !== null && daysBetween(visitDay, today) <= timelyDays.salonDay;
  const isBirthdayNear = birthDay !== null && daysToBirthday(birthDay, today, timelyDays.birthday) !== null;
  return {
    name: client.name,
    title: say.title(client.gender),
    branch: me.branchName,
    manager: me.managerName,
    venue: isComing || isAsked ? salon.venue || null : null,
    callbackAt: callback && say.moment(callback.dueAt),
    complaintDay: raisedAt === null ? null : say.day(businessDayOf(raisedAt)),
    maturityDay: isMaturing && maturity ? say.day(maturity.day) : null,
    product: isMaturing ? (maturity?.product ?? null) : null,
    registeredDay: isInWindow && registeredAt !== null ? say.day(businessDayOf(registeredAt)) : null,
    told: (told.find(({ id }) => id === factId) ?? told[0])?.text ?? null,
    event: isComing ? salon.title : null,
    eventAt: isComing ? say.moment(salon.startsAt) : null,
    invitedTo: isAsked ? salon.title : null,
    invitedFor: isAsked ? say.moment(salon.startsAt) : null,
    missed: hasJustMissed ? (missed?.title ?? null) : null,
    missedDay: hasJustMissed && missedDay ? say.day(missedDay) : null,
    salon: hasJustBeen ? (visit?.title ?? null) : null,
    salonDay: hasJustBeen && visitDay ? say.day(visitDay) : null,
    levelThrough: isWithin(levelThrough, today, timelyDays.levelThrough) ? say.date(levelThrough) : null,
    holiday: holidayNear(today)?.name[language] ?? null,
    birthday: isBirthdayNear && birthDay !== null ? say.day(birthDay) : null,
  };
}

function isWithin(day: BusinessDay | null, today: BusinessDay, days: number): day is BusinessDay {
  return day !== null && day >= today && daysBetween(today, day) <= days;
}

interface Words {
  readonly title: (gender: 'F' | 'M' | null) => string;
  /** Day and month; the year goes without saying. */
  readonly day: (day: BusinessDay) => string;
  readonly date: (day: BusinessDay) => string;
  readonly moment: (at: Instant) => string;
}

function wordsOf(language: MessageLanguage): Words {
  return language === 'en' ? english : chinese;
}

const chinese: Words = {
  title: (gender) => (gender === 'F' ? '女士' : gender === 'M' ? '先生' : ''),
  day: (day) => `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`,
  date: (day) => `${day.slice(0, 4)}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`,
  moment: (at) => `${chinese.day(businessDayOf(at))}${timeText(at)}`,
};

const monthNames =
  'January February March April May June July August September October November December'.split(' ');

const english: Words = {
  title: () => '',
  day: (day) => `${Number(day.slice(8))} ${monthNames[Number(day.slice(5, 7)) - 1] ?? ''}`,
  date: (day) => `${english.day(day)} ${day.slice(0, 4)}`,
  moment: (at) => `${english.day(businessDayOf(at))}, ${timeText(at)}`,
};

function timeText(at: Instant): string {
  const minute = minuteOfDay(at);
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
