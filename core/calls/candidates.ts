import {
  addDays,
  businessDayOf,
  dayMs,
  daysBetween,
  startOfDay,
  type BusinessDay,
  type Instant,
} from '#core/base/time.ts';
import { nextWorkdayAfter } from '#core/base/workday.ts';
import { birthdaysOn } from '#core/calls/birthday.ts';
import { reasons, type Reason, type TaskFields } from '#core/calls/contact.ts';
import { callRules, purposeOf } from '#core/calls/dispositions.ts';
import { compareCandidates, type QueueCandidate } from '#core/calls/queue.ts';
import type { ClientFields } from '#core/clients/client.ts';
import { goldenWindowEnd } from '#core/lifecycle/stage.ts';

/** What the queue reads of one client: rows and what lifecycle and risk derive from them, no judgement of its own. */
export interface CallFacts {
  readonly clientId: string;
  readonly name: string;
  readonly tier: ClientFields['tier'];
  readonly ownerManagerId: string;
  readonly birthDay: BusinessDay | null;
  /** Null unless the client is in the golden window (stage ACTIVATION). */
  readonly registeredAt: Instant | null;
  readonly lastContactAt: Instant | null;
  readonly churnScore: number;
  readonly churnCode: string | null;
  readonly levelThrough: BusinessDay | null;
  /** Do-not-contact. */
  readonly isBlocked: boolean;
  /** A consent to marketing was given once; the gate itself judges at show time. */
  readonly hasMarketingConsent: boolean;
  /** Belongs to a group that gets no marketing. */
  readonly isMarketingFree: boolean;
  /** Holdings by the day they mature. */
  readonly maturing: readonly { day: BusinessDay; amountFen: number; title: string | null }[];
  /** Salons whose invitation was accepted, with the manager who hosts the guest. */
  readonly accepted: readonly { at: Instant; title: string; hostManagerId: string }[];
  readonly openTasks: readonly CallTask[];
  /** The last standing contact for each reason. */
  readonly answered: readonly { reason: Reason; at: Instant }[];
}

export interface CallTask extends Pick<TaskFields, 'kind' | 'dueAt' | 'text' | 'managerId'> {
  readonly id: string;
  /** The reason of the call it came from. */
  readonly origin: Reason | null;
}

/** Why a client stands in the queue, told with numbers; which are set depends on the reason. */
export interface ReasonDetail {
  readonly days: number | null;
  readonly amountFen: number | null;
  readonly title: string | null;
  readonly at: Instant | null;
  readonly score: number | null;
}

/** A candidate with what a list shows of it. */
export interface Candidate extends QueueCandidate {
  readonly name: string;
  readonly tier: ClientFields['tier'];
  readonly taskText: string;
  readonly detail: ReasonDetail;
}

/** Whose queue, and when. */
export interface QueueScope {
  readonly managerId: string;
  readonly now: Instant;
}

export const noDetail: ReasonDetail = { days: null, amountFen: null, title: null, at: null, score: null };

/** What follows from whose queue it is and from the instant, worked out once for many clients. */
interface Day extends QueueScope {
  readonly today: BusinessDay;
  readonly endOfToday: Instant;
  readonly maturesUntil: BusinessDay;
  readonly eventsUntil: Instant;
  readonly testsUntil: BusinessDay;
  /** Days ahead by the `MM-DD` of birth celebrated then. */
  readonly birthdays: ReadonlyMap<string, number>;
  /** A reason answered since then is quiet. */
  readonly quietSince: ReadonlyMap<Reason, Instant>;
}

/**
 * Returns the function that tells every reason to call a client now, the one that counts first at the head (domain
 * §3.3): for a client of somebody else's only one's own tasks. It depends on the facts and the instant alone, so device
 * and centre agree.
 */
export function candidateFinder(scope: QueueScope): (facts: CallFacts) => Candidate[] {
  const day = dayOf(scope);
  return (facts) => [...dueTasks(facts, day), ...standingReasons(facts, day)].sort(compareCandidates);
}

/**
 * Returns until when a salon begins that is to be confirmed now: some days ahead, and where days off come first, to the end of
 * the next working day: who works on Friday confirms Monday's guests.
 */
export function eventsUntilOf(today: BusinessDay): Instant {
  const [ahead, workday] = [addDays(today, callRules.lookAhead.eventDays), nextWorkdayAfter(today)];
  return startOfDay(addDays(workday > ahead ? workday : ahead, 1));
}

function dayOf(scope: QueueScope): Day {
  const { maturityDays, testDays, birthdayDays } = callRules.lookAhead;
  const today = businessDayOf(scope.now);
  const ahead = Array.from({ length: birthdayDays + 1 }, (_, days) => birthdayDays - days);
  return {
    ...scope,
    today,
    endOfToday: startOfDay(addDays(today, 1)) - 1,
    maturesUntil: addDays(today, maturityDays),
    eventsUntil: eventsUntilOf(today),
    testsUntil: addDays(today, testDays),
    birthdays: new Map(
      ahead.flatMap((days) =>
        birthdaysOn(addDays(today, days)).map((born): [string, number] => [born, days]),
      ),
    ),
    quietSince: new Map(
      reasons.map((reason) => [reason, startOfDay(addDays(today, 1 - callRules.reasons[reason].quietDays))]),
    ),
  };
}

/** Returns the reason under which a task is called: a retry keeps the reason of the call that found nobody. */
function reasonOfTask({ kind, origin }: CallTask): Reason {
  switch (kind) {
    case 'COMPLAINT':
      return 'COMPLAINT';
    case 'RISK_TEST':
      return 'TEST_EXPIRING';
    case 'EVENT_CONFIRM':
    case 'THANK_YOU':
      return 'EVENT_CONFIRM';
    case 'SUITABILITY':
      return 'MANUAL';
    case 'RETRY':
      return origin ?? 'FRESH';
    default:
      return 'CALLBACK_DUE';
  }
}

/** One's own tasks whose time has come; complaints from the morning of their day. */
function dueTasks(facts: CallFacts, { managerId, now, endOfToday }: Day): Candidate[] {
  return facts.openTasks
    .filter((task) => task.managerId === managerId && task.kind !== 'OTHER')
    .filter((task) => !facts.isMarketingFree || purposeOf(reasonOfTask(task), task.kind) === 'SERVICE')
    .filter(({ kind, dueAt }) => dueAt <= (kind === 'COMPLAINT' ? endOfToday : now))
    .map((task) => {
      const { id: taskId, kind: taskKind, dueAt, text: taskText } = task;
      const isTimed = taskKind === 'CALLBACK' || taskKind === 'FOLLOW_UP' || taskKind === 'COMPLAINT';
      // A retry whose time has come stands before the other clients of its reason.
      const urgency = isTimed ? dueAt : -1;
      const detail = { ...noDetail, at: dueAt };
      return { ...candidate(facts, reasonOfTask(task), urgency, detail), taskId, taskKind, dueAt, taskText };
    });
}

function standingReasons(facts: CallFacts, day: Day): Candidate[] {
  if (facts.ownerManagerId !== day.managerId) return [];
  const { hasMarketingConsent, isMarketingFree, isBlocked } = facts;
  const isMarketable = hasMarketingConsent && !isMarketingFree && !isBlocked && !isWaiting(facts, day.now);
  const found = [
    maturing(facts, day),
    isMarketable ? golden(facts, day) : null,
    isMarketable ? leaving(facts) : null,
    guest(facts, day),
    expiring(facts, day),
    isMarketable ? birthday(facts, day) : null,
    isMarketable ? fresh(facts, day) : null,
  ];
  return found.filter((one) => one !== null).filter(({ reason }) => !isAnswered(facts, reason, day));
}

function maturing(facts: CallFacts, { today, maturesUntil }: Day): Candidate | null {
  const soon = facts.maturing.filter((one) => one.day >= today && one.day <= maturesUntil);
  const first = soon.reduce(
    (earliest, one) => (one.day < earliest.day ? one : earliest),
    soon[0] ?? noHolding,
  );
  if (first === noHolding) return null;
  const days = daysBetween(today, first.day);
  const amountFen = soon.reduce((sum, one) => sum + one.amountFen, 0);
  return candidate(facts, 'MATURITY', days, { ...noDetail, days, amountFen, title: first.title });
}

const noHolding: CallFacts['maturing'][number] = { day: '', amountFen: 0, title: null };

function golden(facts: CallFacts, { today }: Day): Candidate | null {
  if (facts.registeredAt === null) return null;
  const days = daysBetween(today, goldenWindowEnd(businessDayOf(facts.registeredAt)));
  if (days < 0 || days > callRules.lookAhead.goldenDays) return null;
  return candidate(facts, 'GOLDEN_WINDOW', days, { ...noDetail, days });
}

function leaving(facts: CallFacts): Candidate | null {
  const { churnScore: score, churnCode: title } = facts;
  if (score < callRules.lookAhead.churnScore) return null;
  return candidate(facts, 'CHURN', -score, { ...noDetail, score, title });
}

function guest(facts: CallFacts, { now, managerId, eventsUntil }: Day): Candidate | null {
  const [next] = facts.accepted
    .filter(({ at, hostManagerId }) => at > now && at < eventsUntil && hostManagerId === managerId)
    .sort((a, b) => a.at - b.at);
  if (!next) return null;
  return candidate(facts, 'EVENT_CONFIRM', next.at, { ...noDetail, at: next.at, title: next.title });
}

function expiring(facts: CallFacts, { today, testsUntil }: Day): Candidate | null {
  const { levelThrough } = facts;
  if (levelThrough === null || levelThrough < today || levelThrough > testsUntil) return null;
  const days = daysBetween(today, levelThrough);
  return candidate(facts, 'TEST_EXPIRING', days, { ...noDetail, days });
}

function birthday(facts: CallFacts, { birthdays }: Day): Candidate | null {
  const days = facts.birthDay === null ? undefined : birthdays.get(facts.birthDay.slice(5));
  return days === undefined ? null : candidate(facts, 'BIRTHDAY', days, { ...noDetail, days });
}

function fresh(facts: CallFacts, { endOfToday }: Day): Candidate {
  const { lastContactAt: last } = facts;
  const days = last === null ? null : Math.floor((endOfToday - last) / dayMs);
  return candidate(facts, 'FRESH', 0, { ...noDetail, days });
}

/** A step agreed for later keeps marketing reasons away. */
function isWaiting({ openTasks }: CallFacts, now: Instant): boolean {
  return openTasks.some(({ kind, dueAt }) => isStep(kind) && dueAt > now);
}

/** The reason was answered by a call lately, or a retry or callback of it waits for its hour. */
function isAnswered({ answered, openTasks }: CallFacts, reason: Reason, { quietSince }: Day): boolean {
  const since = quietSince.get(reason) ?? 0;
  if (answered.some((one) => one.reason === reason && one.at >= since)) return true;
  return openTasks.some(({ kind, origin }) => (kind === 'RETRY' || kind === 'CALLBACK') && origin === reason);
}

function isStep(kind: TaskFields['kind']): boolean {
  return kind === 'RETRY' || kind === 'CALLBACK' || kind === 'FOLLOW_UP';
}

function candidate(facts: CallFacts, reason: Reason, urgency: number, detail: ReasonDetail): Candidate {
  const { clientId, name, tier, lastContactAt } = facts;
  const none = { taskId: null, taskKind: null, dueAt: null, taskText: '' };
  return { clientId, name, tier, reason, urgency, lastContactAt, ...none, detail };
}
