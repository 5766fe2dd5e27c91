import { addDays, businessDayOf, startOfDay, type BusinessDay, type Instant } from '#core/base/time.ts';
import { birthdaysOn } from '#core/calls/birthday.ts';
import { eventsUntilOf, type CallFacts, type CallTask, type QueueScope } from '#core/calls/candidates.ts';
import type { Reason } from '#core/calls/contact.ts';
import { callRules } from '#core/calls/dispositions.ts';
import type { ClientFields } from '#core/clients/client.ts';
import { contactRulesOf } from '#db/queries/contact-rules.ts';
import { sql, type ReadableDb } from '#db/handles.ts';

const among = 'IN (SELECT value FROM json_each(?))';
const longestQuietDays = Math.max(...Object.values(callRules.reasons).map(({ quietDays }) => quietDays));
type OfClient<Row> = Row & { readonly clientId: string };

/** Reads what the queue must know of some clients, with one query a kind; who is not here is left out. */
export function readCallFacts(db: ReadableDb, clientIds: readonly string[], now: Instant): CallFacts[] {
  const list = JSON.stringify(clientIds);
  const maturing = readMaturing(db, list, businessDayOf(now));
  const accepted = readAccepted(db, list, now);
  const openTasks = readOpenTasks(db, list);
  const answered = readAnswered(db, list, now);
  return readClients(db, list, now).map((client) => ({
    ...client,
    maturing: maturing.get(client.clientId) ?? [],
    accepted: accepted.get(client.clientId) ?? [],
    openTasks: openTasks.get(client.clientId) ?? [],
    answered: answered.get(client.clientId) ?? [],
  }));
}

type Base = Omit<CallFacts, 'maturing' | 'accepted' | 'openTasks' | 'answered'>;
type BaseRow = Omit<Base, 'churnCode' | 'isBlocked' | 'hasMarketingConsent' | 'isMarketingFree'> & {
  readonly churnReasons: string | null;
  readonly isBlocked: number;
  readonly hasMarketingConsent: number;
  readonly isMarketingFree: number;
};

/** Bears a tag of a group that gets no marketing: the tags as JSON, and the instant twice. */
const bearsTag = (clientId: string): string => `EXISTS (SELECT 1 FROM tag x WHERE x.client_id = ${clientId}
  AND x.name ${among} AND x.set_at <= ? AND (x.expires_at IS NULL OR x.expires_at > ?))`;

function marketingFreeTags(db: ReadableDb, now: Instant): string {
  const { content } = contactRulesOf(db).policyAt(now);
  return JSON.stringify(content.marketingFree.map(({ tag }) => tag));
}

function readClients(db: ReadableDb, list: string, now: Instant): Base[] {
  const rows = sql<BaseRow>(
    db,
    `SELECT c.id AS clientId, c.name, c.tier, c.owner_manager_id AS ownerManagerId, c.birth_day AS birthDay,
       CASE WHEN s.golden_days_left IS NOT NULL THEN c.registered_at END AS registeredAt,
       s.last_contact_at AS lastContactAt, coalesce(s.churn_score, 0) AS churnScore,
       CASE WHEN s.churn_score >= ${callRules.lookAhead.churnScore} THEN s.churn_reasons END AS churnReasons,
       s.level_through AS levelThrough, coalesce(s.is_blocked, 0) AS isBlocked,
       EXISTS (SELECT 1 FROM consent g WHERE g.client_id = c.id AND g.given = 1 AND g.purpose = 'MARKETING')
         AS hasMarketingConsent,
       ${bearsTag('c.id')} AS isMarketingFree
     FROM json_each(?) l CROSS JOIN client c ON c.id = l.value LEFT JOIN client_summary s ON s.client_id = c.id`,
  ).all(marketingFreeTags(db, now), now, now, list);
  return rows.map(({ churnReasons, isBlocked, hasMarketingConsent, isMarketingFree, ...row }) => {
    const [first] = churnReasons === null ? [] : (JSON.parse(churnReasons) as { code: string }[]);
    return {
      ...row,
      churnCode: first?.code ?? null,
      isBlocked: isBlocked === 1,
      hasMarketingConsent: hasMarketingConsent === 1,
      isMarketingFree: isMarketingFree === 1,
    };
  });
}

function readMaturing(db: ReadableDb, list: string, today: BusinessDay) {
  const rows = sql<OfClient<CallFacts['maturing'][number]>>(
    db,
    `SELECT h.client_id AS clientId, h.matures_on AS day, h.amount_fen AS amountFen, p.name AS title
     FROM holding h LEFT JOIN product p ON p.id = h.product_id
     WHERE h.client_id ${among} AND h.matures_on BETWEEN ? AND ? ORDER BY h.matures_on, h.id`,
  ).all(list, today, addDays(today, callRules.lookAhead.maturityDays));
  return byClient(rows);
}

function readAccepted(db: ReadableDb, list: string, now: Instant) {
  const rows = sql<OfClient<CallFacts['accepted'][number]>>(
    db,
    `SELECT g.client_id AS clientId, e.starts_at AS at, e.title, g.host_manager_id AS hostManagerId
     FROM guest g JOIN event e ON e.id = g.event_id
     WHERE g.client_id ${among} AND g.state = 'accepted' AND e.starts_at > ? AND e.status IN ('PLANNED', 'OPEN')
     ORDER BY e.starts_at, g.id`,
  ).all(list, now);
  return byClient(rows);
}

function readOpenTasks(db: ReadableDb, list: string) {
  const rows = sql<OfClient<CallTask>>(
    db,
    `SELECT t.client_id AS clientId, t.id, t.kind, t.due_at AS dueAt, t.text, t.manager_id AS managerId,
       o.reason AS origin
     FROM task t LEFT JOIN contact o ON o.id = t.from_contact_id
     WHERE t.client_id ${among} AND t.status = 'OPEN' ORDER BY t.due_at, t.id`,
  ).all(list);
  return byClient(rows);
}

function readAnswered(db: ReadableDb, list: string, now: Instant) {
  const since = startOfDay(addDays(businessDayOf(now), 1 - longestQuietDays));
  const rows = sql<OfClient<{ reason: Reason; at: Instant }>>(
    db,
    `SELECT q.client_id AS clientId, q.reason, max(q.started_at) AS at FROM contact q
     WHERE q.client_id ${among} AND q.started_at >= ?
       AND NOT EXISTS (SELECT 1 FROM contact_undo u WHERE u.contact_id = q.id)
     GROUP BY q.client_id, q.reason`,
  ).all(list, since);
  return byClient(rows);
}

function byClient<Row extends { readonly clientId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  return Map.groupBy(rows, ({ clientId }) => clientId);
}

/**
 * Returns the clients a reason other than the long tail may apply to, found by the indexes of the reasons: some too
 * many, none too few. The core decides.
 */
export function clientsWithReasons(db: ReadableDb, { managerId, now }: QueueScope): string[] {
  const { maturityDays, goldenDays, churnScore, testDays, birthdayDays } = callRules.lookAhead;
  const today = businessDayOf(now);
  const monthDays = Array.from({ length: birthdayDays + 1 }, (_, ahead) =>
    birthdaysOn(addDays(today, ahead)),
  );
  const mine = 'AND owner_manager_id = ?';
  return sql<{ id: string }>(
    db,
    `SELECT client_id AS id FROM task WHERE status = 'OPEN' AND due_at < ? AND manager_id = ?
     UNION SELECT h.client_id FROM holding h CROSS JOIN client c ON c.id = h.client_id AND +c.owner_manager_id = ?
       WHERE h.matures_on BETWEEN ? AND ?
     UNION SELECT client_id FROM client_summary WHERE golden_days_left <= ? AND +is_blocked = 0 ${mine}
     UNION SELECT client_id FROM client_summary WHERE churn_score >= ? AND +is_blocked = 0 ${mine}
     UNION SELECT client_id FROM client_summary WHERE level_through BETWEEN ? AND ? ${mine}
     UNION SELECT id FROM client WHERE birth_day IS NOT NULL AND substr(birth_day, 6) ${among} AND +owner_manager_id = ?
     UNION SELECT g.client_id FROM event e CROSS JOIN guest g ON g.event_id = e.id AND g.state = 'accepted'
       WHERE e.starts_at > ? AND e.starts_at < ? AND g.client_id IS NOT NULL`,
  )
    .all(
      startOfDay(addDays(today, 1)),
      managerId,
      managerId,
      today,
      addDays(today, maturityDays),
      // A window of six calendar months has up to four days more; the summary may be some days old.
      goldenDays + 31,
      managerId,
      churnScore,
      managerId,
      today,
      addDays(today, testDays),
      managerId,
      JSON.stringify(monthDays.flat()),
      managerId,
      now,
      eventsUntilOf(today),
    )
    .map(({ id }) => id);
}

/** The head of a lane's long tail: the clients contacted longest ago, never contacted first, and where it ends. */
export interface TailHead {
  readonly clientIds: readonly string[];
  /** The last of them; null when there are no more behind. */
  readonly end: { readonly lastContactAt: Instant | null; readonly clientId: string } | null;
}

/** Returns the first clients of the long tail among some tiers, as the queue orders them: a bounded look. */
export function readTail(
  db: ReadableDb,
  { managerId, now }: QueueScope,
  { tiers, limit }: { readonly tiers: readonly ClientFields['tier'][]; readonly limit: number },
): TailHead {
  const since = startOfDay(addDays(businessDayOf(now), 1 - callRules.reasons.FRESH.quietDays));
  const rows = sql<{ clientId: string; lastContactAt: Instant | null }>(
    db,
    `SELECT s.client_id AS clientId, s.last_contact_at AS lastContactAt FROM client_summary s
     WHERE s.owner_manager_id = ? AND s.tier ${among} AND s.is_blocked = 0
       AND NOT ${bearsTag('s.client_id')}
       AND EXISTS (SELECT 1 FROM consent g WHERE g.client_id = s.client_id AND g.given = 1 AND g.purpose = 'MARKETING')
       AND NOT EXISTS (SELECT 1 FROM task w WHERE w.client_id = s.client_id AND w.status = 'OPEN'
         AND w.kind IN ('RETRY', 'CALLBACK', 'FOLLOW_UP') AND w.due_at > ?)
       AND NOT EXISTS (SELECT 1 FROM contact q WHERE q.client_id = s.client_id AND q.started_at >= ? AND q.reason = 'FRESH'
         AND NOT EXISTS (SELECT 1 FROM contact_undo u WHERE u.contact_id = q.id))
     ORDER BY s.last_contact_at, s.client_id LIMIT ?`,
  ).all(managerId, JSON.stringify(tiers), marketingFreeTags(db, now), now, now, now, since, limit);
  return {
    clientIds: rows.map(({ clientId }) => clientId),
    end: rows.length < limit ? null : (rows.at(-1) ?? null),
  };
}

/** Returns the clients of a manager's tasks that fell due between two instants. */
export function clientsFallenDue(
  db: ReadableDb,
  managerId: string,
  span: { readonly after: Instant; readonly until: Instant },
): string[] {
  return sql<{ id: string }>(
    db,
    `SELECT DISTINCT client_id AS id FROM task
     WHERE status = 'OPEN' AND due_at > ? AND due_at <= ? AND manager_id = ?`,
  )
    .all(span.after, span.until, managerId)
    .map(({ id }) => id);
}

/** Counts a manager's calls that began in [from, until) by the client's tier and the reason, undone ones left out. */
export function countCallsByTier(
  db: ReadableDb,
  managerId: string,
  span: { readonly from: Instant; readonly until: Instant },
): { tier: ClientFields['tier']; reason: Reason; count: number }[] {
  return sql<{ tier: ClientFields['tier']; reason: Reason; count: number }>(
    db,
    `SELECT c.tier, q.reason, count(*) AS count FROM contact q CROSS JOIN client c ON c.id = q.client_id
     WHERE q.started_at >= ? AND q.started_at < ? AND q.manager_id = ? AND q.channel = 'PHONE'
       AND NOT EXISTS (SELECT 1 FROM contact_undo u WHERE u.contact_id = q.id)
     GROUP BY c.tier, q.reason`,
  ).all(span.from, span.until, managerId);
}
