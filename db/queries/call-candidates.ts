import {
  addDays,
  businessDayOf,
  daysBetween,
  startOfDay,
  type BusinessDay,
  type Instant,
} from '#core/base/time.ts';
import { birthdaysOn, daysToBirthday } from '#core/calls/birthday.ts';
import type { Reason, TaskFields } from '#core/calls/contact.ts';
import { callRules } from '#core/calls/dispositions.ts';
import type { QueueCandidate } from '#core/calls/queue.ts';
import type { ClientFields } from '#core/clients/client.ts';
import { goldenWindowEnd } from '#core/lifecycle/stage.ts';
import { sql, type ReadableDb } from '#db/handles.ts';

/** Why a client stands in the queue, told with numbers; which are set depends on the reason. */
export interface ReasonDetail {
  readonly days: number | null;
  readonly amountFen: number | null;
  readonly title: string | null;
  readonly at: Instant | null;
  readonly score: number | null;
}

/** A candidate with what a list shows of it. */
export interface CandidateRow extends QueueCandidate {
  readonly name: string;
  readonly tier: ClientFields['tier'];
  readonly taskText: string;
  readonly detail: ReasonDetail;
}

/** Whose queue, and when. */
export interface QueueScope {
  readonly managerId: string;
  readonly now: Instant;
  /** Asks about one client only. */
  readonly clientId?: string;
}

/** What every candidate query answers; `value` is told by the class: a day, an amount, a score. */
interface Found {
  readonly clientId: string;
  readonly name: string;
  readonly tier: ClientFields['tier'];
  readonly lastContactAt: Instant | null;
}

export const noDetail: ReasonDetail = { days: null, amountFen: null, title: null, at: null, score: null };

const shown = 'c.id AS clientId, c.name, c.tier, s.last_contact_at AS lastContactAt';
/** CROSS JOIN and the plus keep SQLite from starting with everything a manager owns, which is half the book. */
const joined = 'CROSS JOIN client c ON c.id = s.client_id AND +c.owner_manager_id = ?';
/** How many of the long tail one build looks at. */
const freshLimit = 200;

/** Returns the open tasks of this manager whose time has come, as candidates; complaints from the morning of their day. */
export function dueTaskCandidates(db: ReadableDb, scope: QueueScope): CandidateRow[] {
  const { managerId, now } = scope;
  const endOfToday = startOfDay(addDays(businessDayOf(now), 1)) - 1;
  const rows = sql<
    Found & { taskId: string; kind: TaskFields['kind']; dueAt: Instant; text: string; origin: Reason | null }
  >(
    db,
    `SELECT ${shown}, t.id AS taskId, t.kind, t.due_at AS dueAt, t.text, o.reason AS origin
     FROM task t JOIN client c ON c.id = t.client_id
     LEFT JOIN client_summary s ON s.client_id = t.client_id
     LEFT JOIN contact o ON o.id = t.from_contact_id
     WHERE t.status = 'OPEN' AND t.due_at <= ? AND t.manager_id = ? AND t.kind <> 'OTHER'${only(scope)}`,
  ).all(endOfToday, managerId, ...one(scope));
  return rows
    .filter(({ kind, dueAt }) => kind === 'COMPLAINT' || dueAt <= now)
    .map(({ taskId, kind, dueAt, text, origin, ...found }) => ({
      ...found,
      reason: reasonOfTask(kind, origin),
      // A retry whose time has come stands before the other clients of its reason.
      urgency: kind === 'CALLBACK' || kind === 'FOLLOW_UP' || kind === 'COMPLAINT' ? dueAt : -1,
      taskId,
      taskKind: kind,
      dueAt,
      taskText: text,
      detail: { ...noDetail, at: dueAt },
    }));
}

/** Returns the reason under which a task is called: a retry keeps the reason of the call that found nobody. */
export function reasonOfTask(kind: TaskFields['kind'], origin: Reason | null): Reason {
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

/** Returns the clients a reason applies to now without a task, in no order; none for reasons that live on tasks. */
export function reasonCandidates(db: ReadableDb, reason: Reason, scope: QueueScope): CandidateRow[] {
  return finders[reason]?.(db, scope) ?? [];
}

const finders: Partial<Record<Reason, (db: ReadableDb, scope: QueueScope) => CandidateRow[]>> = {
  MATURITY: findMaturing,
  GOLDEN_WINDOW: findGolden,
  CHURN: findLeaving,
  EVENT_CONFIRM: findGuests,
  TEST_EXPIRING: findExpiring,
  BIRTHDAY: findBirthdays,
  FRESH: findFresh,
};

function findMaturing(db: ReadableDb, scope: QueueScope): CandidateRow[] {
  const { today, managerId } = dayOf(scope);
  return sql<Found & { day: BusinessDay; amountFen: number; title: string | null }>(
    db,
    `SELECT ${shown}, min(h.matures_on) AS day, sum(h.amount_fen) AS amountFen, p.name AS title
     FROM holding h CROSS JOIN client_summary s ON s.client_id = h.client_id ${joined}
     LEFT JOIN product p ON p.id = h.product_id
     WHERE h.matures_on BETWEEN ? AND ? AND ${unanswered}${only(scope)}
     GROUP BY h.client_id`,
  )
    .all(
      managerId,
      today,
      addDays(today, callRules.lookAhead.maturityDays),
      ...quiet(scope, 'MATURITY'),
      ...one(scope),
    )
    .map(({ day, amountFen, title, ...found }) => {
      const days = daysBetween(today, day);
      return candidate(found, 'MATURITY', days, { ...noDetail, days, amountFen, title });
    });
}

function findGolden(db: ReadableDb, scope: QueueScope): CandidateRow[] {
  const { today, managerId } = dayOf(scope);
  const { goldenDays, goldenWindowDays } = callRules.lookAhead;
  // A window of six calendar months has 181 to 184 days; the summary may be some days old.
  const from = startOfDay(addDays(today, -190));
  const until = startOfDay(addDays(today, goldenDays - goldenWindowDays + 1));
  return sql<Found & { registeredAt: Instant }>(
    db,
    `SELECT ${shown}, c.registered_at AS registeredAt
     FROM client_summary s ${joined}
     WHERE s.golden_days_left <= ? AND c.registered_at >= ? AND c.registered_at < ? AND ${marketable} AND ${unanswered}${only(scope)}`,
  )
    .all(managerId, goldenDays + 31, from, until, scope.now, ...quiet(scope, 'GOLDEN_WINDOW'), ...one(scope))
    .map(({ registeredAt, ...found }) => {
      const days = daysBetween(today, goldenWindowEnd(businessDayOf(registeredAt)));
      return candidate(found, 'GOLDEN_WINDOW', days, { ...noDetail, days });
    })
    .filter(({ urgency }) => urgency >= 0 && urgency <= goldenDays);
}

function findLeaving(db: ReadableDb, scope: QueueScope): CandidateRow[] {
  return sql<Found & { score: number; reasons: string }>(
    db,
    `SELECT ${shown}, s.churn_score AS score, s.churn_reasons AS reasons
     FROM client_summary s ${joined}
     WHERE s.churn_score >= ? AND ${marketable} AND ${unanswered}${only(scope)}`,
  )
    .all(scope.managerId, callRules.lookAhead.churnScore, scope.now, ...quiet(scope, 'CHURN'), ...one(scope))
    .map(({ score, reasons, ...found }) => {
      const [first] = JSON.parse(reasons) as { code: string }[];
      return candidate(found, 'CHURN', -score, { ...noDetail, score, title: first?.code ?? null });
    });
}

function findGuests(db: ReadableDb, scope: QueueScope): CandidateRow[] {
  const { today } = dayOf(scope);
  const until = startOfDay(addDays(today, callRules.lookAhead.eventDays + 1));
  return sql<Found & { at: Instant; title: string }>(
    db,
    `SELECT ${shown}, min(e.starts_at) AS at, e.title
     FROM event e CROSS JOIN guest g ON g.event_id = e.id AND g.state = 'accepted' AND g.host_manager_id = ?
     CROSS JOIN client_summary s ON s.client_id = g.client_id ${joined}
     WHERE e.starts_at > ? AND e.starts_at < ? AND e.status IN ('PLANNED', 'OPEN') AND ${unanswered}${only(scope)}
     GROUP BY c.id`,
  )
    .all(scope.managerId, scope.managerId, scope.now, until, ...quiet(scope, 'EVENT_CONFIRM'), ...one(scope))
    .map(({ at, title, ...found }) => candidate(found, 'EVENT_CONFIRM', at, { ...noDetail, at, title }));
}

function findExpiring(db: ReadableDb, scope: QueueScope): CandidateRow[] {
  const { today, managerId } = dayOf(scope);
  return sql<Found & { day: BusinessDay }>(
    db,
    `SELECT ${shown}, s.level_through AS day
     FROM client_summary s ${joined}
     WHERE s.level_through BETWEEN ? AND ? AND ${unanswered}${only(scope)}`,
  )
    .all(
      managerId,
      today,
      addDays(today, callRules.lookAhead.testDays),
      ...quiet(scope, 'TEST_EXPIRING'),
      ...one(scope),
    )
    .map(({ day, ...found }) => {
      const days = daysBetween(today, day);
      return candidate(found, 'TEST_EXPIRING', days, { ...noDetail, days });
    });
}

function findBirthdays(db: ReadableDb, scope: QueueScope): CandidateRow[] {
  const { today, managerId } = dayOf(scope);
  const { birthdayDays } = callRules.lookAhead;
  const monthDays = Array.from({ length: birthdayDays + 1 }, (_, ahead) =>
    birthdaysOn(addDays(today, ahead)),
  ).flat();
  const marks = monthDays.map(() => '?').join(', ');
  return sql<Found & { birthDay: BusinessDay }>(
    db,
    `SELECT ${shown}, c.birth_day AS birthDay
     FROM client c CROSS JOIN client_summary s ON s.client_id = c.id
     WHERE c.birth_day IS NOT NULL AND substr(c.birth_day, 6) IN (${marks}) AND +c.owner_manager_id = ? AND ${marketable} AND ${unanswered}${only(scope)}`,
  )
    .all(...monthDays, managerId, scope.now, ...quiet(scope, 'BIRTHDAY'), ...one(scope))
    .map(({ birthDay, ...found }) => {
      const days = daysToBirthday(birthDay, today, birthdayDays) ?? 0;
      return candidate(found, 'BIRTHDAY', days, { ...noDetail, days });
    });
}

/** The long tail: whoever was called longest ago; a bounded look, ordered as the queue orders ties. */
function findFresh(db: ReadableDb, scope: QueueScope): CandidateRow[] {
  return sql<Found>(
    db,
    `SELECT ${shown}
     FROM client_summary s ${joined}
     WHERE ${marketable} AND ${unanswered}${only(scope)}
     ORDER BY s.last_contact_at, s.client_id LIMIT ${freshLimit}`,
  )
    .all(scope.managerId, scope.now, ...quiet(scope, 'FRESH'), ...one(scope))
    .map((found) => {
      const days =
        found.lastContactAt === null
          ? null
          : daysBetween(businessDayOf(found.lastContactAt), businessDayOf(scope.now));
      return candidate(found, 'FRESH', 0, { ...noDetail, days });
    });
}

/** A cheap look ahead at the gate: somebody consented to marketing once. The gate itself judges at show time. */
const marketable = `s.is_blocked = 0
  AND EXISTS (SELECT 1 FROM consent g WHERE g.client_id = c.id AND g.given = 1 AND g.purpose = 'MARKETING')
  AND NOT EXISTS (SELECT 1 FROM task w WHERE w.client_id = c.id AND w.status = 'OPEN'
    AND w.kind IN ('RETRY', 'CALLBACK', 'FOLLOW_UP') AND w.due_at > ?)`;

/** The reason was not answered by a call lately, and no retry of it is waiting for its hour. */
const unanswered = `NOT EXISTS (SELECT 1 FROM contact q WHERE q.client_id = c.id AND q.started_at >= ? AND q.reason = ?
    AND NOT EXISTS (SELECT 1 FROM contact_undo u WHERE u.contact_id = q.id))
  AND NOT EXISTS (SELECT 1 FROM task w JOIN contact o ON o.id = w.from_contact_id
    WHERE w.client_id = c.id AND w.status = 'OPEN' AND w.kind IN ('RETRY', 'CALLBACK') AND o.reason = ?)`;

function quiet({ now }: QueueScope, reason: Reason): [Instant, Reason, Reason] {
  const { quietDays } = callRules.reasons[reason];
  return [startOfDay(addDays(businessDayOf(now), 1 - quietDays)), reason, reason];
}

function only({ clientId }: QueueScope): string {
  return clientId === undefined ? '' : ' AND c.id = ?';
}

function one({ clientId }: QueueScope): string[] {
  return clientId === undefined ? [] : [clientId];
}

function candidate(found: Found, reason: Reason, urgency: number, detail: ReasonDetail): CandidateRow {
  return { ...found, reason, urgency, taskId: null, taskKind: null, dueAt: null, taskText: '', detail };
}

function dayOf({ now, managerId }: QueueScope): { today: BusinessDay; managerId: string } {
  return { today: businessDayOf(now), managerId };
}
