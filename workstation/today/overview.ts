import type { InferContractRouterOutputs } from '@orpc/contract';
import type { TodayGroup, TodayItem } from '#core/api/today.ts';
import type { contract } from '#core/api/contract.ts';
import { addDays, businessDayOf, minuteMs, startOfDay, type BusinessDay } from '#core/base/time.ts';
import type { Reason } from '#core/calls/contact.ts';
import { dayFiguresOf } from '#core/calls/day-figures.ts';
import { noDetail } from '#core/calls/candidates.ts';
import type { GapLine } from '#core/compliance/gap.ts';
import { greetingYearsUntil } from '#core/messages/greeting-days.ts';
import { isOpenAt, nextOpening } from '#core/consent/hours.ts';
import { candidatesFor, queueIndex } from '#workstation/calls/queue-index.ts';
import { callsIn, countCallbacks, countConduct } from '#db/queries/call-counts.ts';
import { listOverContacts } from '#db/queries/over-contacts.ts';
import { clientGaps } from '#db/queries/gaps.ts';
import { eventsToday, tasksDueToday, type DueTaskRow } from '#db/queries/today.ts';
import { isMainlandWorkday, lastWorkdayBefore, workdaysKnownUntil } from '#core/base/workday.ts';
import { policyInUse } from '#workstation/consent/rules.ts';
import type { Station } from '#workstation/station.ts';

type Overview = InferContractRouterOutputs<typeof contract>['today']['overview'];

/** How many of a group are shown; the count tells the rest. */
const shown = 5;
/** Days of contacts that the forbidden ones among them are shown from, and that rates look back on. */
const weekDays = 7;
const monthDays = 30;
/** A calendar that ends is said so long before: time to update the program. */
const calendarNoticeDays = 45;
const promiseToleranceMs = 15 * minuteMs;

/** Says what needs this manager today, in order, and how the last working day went. */
export function todayOverview(station: Station): Overview {
  const { db, me, clock } = station;
  const now = clock();
  const day = businessDayOf(now);
  const tasks = tasksDueToday(db, me.managerId, now);
  const gaps = clientGaps(db, now, shown);
  const events = eventsToday(db, now).map(toEventItem);
  const groups: Overview['groups'] = [
    groupOf('CALLBACKS', ofKinds(tasks, ['CALLBACK', 'FOLLOW_UP'])),
    groupOf('COMPLAINTS', ofKinds(tasks, ['COMPLAINT'])),
    groupOf('OVER_CONTACTS', overContacts(station)),
    groupOf('MATURITIES', ofReason(station, 'MATURITY')),
    groupOf('GOLDEN_WINDOWS', ofReason(station, 'GOLDEN_WINDOW')),
    groupOf('TESTS', ofReason(station, 'TEST_EXPIRING')),
    { group: 'GAPS', count: gaps.total, items: gaps.lines.map(toGapItem) },
    groupOf('EVENTS', events),
    groupOf('BIRTHDAYS', ofReason(station, 'BIRTHDAY')),
    groupOf('TO_DO', ofKinds(tasks, ['RISK_TEST', 'SUITABILITY', 'EVENT_CONFIRM', 'THANK_YOU', 'OTHER'])),
  ];
  const hours = policyInUse(db, now).content.channels.PHONE.hours.MARKETING;
  return {
    day,
    groups: groups.filter(({ count }) => count > 0),
    yesterday: dayFigures(station, lastWorkdayBefore(day)),
    month: countConduct(db, me.managerId, { from: startOfDay(addDays(day, -monthDays)), until: now + 1 }),
    closedUntil: isOpenAt(hours, now, isMainlandWorkday) ? null : nextOpening(hours, now, isMainlandWorkday),
    isWorkday: isMainlandWorkday(day),
    calendars: {
      workdays: endingSoon(workdaysKnownUntil(), day),
      greetings: endingSoon(greetingYearsUntil(), day),
    },
  };
}

/** Returns a calendar's last year when a day is near its end or beyond it; null while there is time. */
function endingSoon(year: number, day: BusinessDay): number | null {
  return addDays(day, calendarNoticeDays) > `${year}-12-31` ? year : null;
}

function dayFigures(station: Station, day: BusinessDay): Overview['yesterday'] {
  const { db, me } = station;
  const span = { from: startOfDay(day), until: startOfDay(addDays(day, 1)) };
  const figures = dayFiguresOf(callsIn(db, me.managerId, span));
  const { due, kept } = countCallbacks(db, me.managerId, { ...span, toleranceMs: promiseToleranceMs });
  const { complaints, overContacts } = countConduct(db, me.managerId, span);
  return { day, ...figures, callbacksDue: due, callbacksKept: kept, complaints, overContacts };
}

function groupOf(group: TodayGroup, items: TodayItem[]): Overview['groups'][number] {
  return { group, count: items.length, items: items.slice(0, shown) };
}

const noItem = { eventId: null, taskKind: null, text: '', over: null } as const;

function ofKinds(tasks: readonly DueTaskRow[], kinds: readonly DueTaskRow['kind'][]): TodayItem[] {
  return tasks
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ clientId, name, tier, kind, dueAt, text }) => {
      return { ...noItem, clientId, name, tier, taskKind: kind, text, detail: { ...noDetail, at: dueAt } };
    });
}

function overContacts({ db, me, clock }: Station): TodayItem[] {
  const since = startOfDay(addDays(businessDayOf(clock()), -weekDays));
  return listOverContacts(db, me.managerId, since).map(
    ({ clientId, name, tier, at, code, ruleId, channel, managerName }) => ({
      ...noItem,
      clientId,
      name,
      tier,
      detail: { ...noDetail, at },
      over: { code, ruleId, channel, by: managerName },
    }),
  );
}

function ofReason(station: Station, reason: Reason): TodayItem[] {
  return candidatesFor(queueIndex(station), reason).map(({ clientId, name, tier, detail }) => {
    return { ...noItem, clientId, name, tier, detail };
  });
}

/** What is missing travels as codes; the screen has the words. */
function toGapItem({ clientId, name, tier, gaps }: GapLine): TodayItem {
  const about = { clientId, eventId: null, name, tier, taskKind: null, over: null };
  return { ...about, text: gaps.join(','), detail: noDetail };
}

function toEventItem(event: ReturnType<typeof eventsToday>[number]): TodayItem {
  const detail = { ...noDetail, at: event.startsAt, days: event.expected, title: event.venue };
  return { ...noItem, clientId: null, eventId: event.id, name: event.title, tier: null, detail };
}
